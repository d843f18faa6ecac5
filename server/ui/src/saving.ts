// What does a reviewer read before saving, and afterwards?
import type { Bureau, Changes, Draft, Statement } from "./bureau.ts";
import { el } from "./dom.ts";

export type Tell = (words: string | (Node | string)[], bad?: boolean) => void;

/** Saves a draft if its reviewer wants what it changes, and gives the new version; null when it was not saved. */
export async function offerToSave(bureau: Bureau, key: string, draft: Draft, tell: Tell, isAsItWas: () => boolean): Promise<string | null> {
  tell("Working out what changes …");
  const changes = await bureau.changes(key, draft);
  if (!isAsItWas()) {
    tell("It was changed, or left, while that was worked out: ask for the changes once more.");
    return null;
  }
  tell("");
  if (!(await askToSave(changes, draft.verdicts.length))) return null;
  tell("Saving, and building the graph anew …");
  return bureau.save(key, draft);
}

/** What is told of a saved article; `more` of it was changed meanwhile. */
export function saySaved(key: string, more: boolean): (Node | string)[] {
  const words = `Saved under your name${more ? "; what you changed meanwhile is not yet" : ""}; the new snapshot is served. `;
  return [words, el("a", { href: `/page/${encodeURIComponent(key)}` }, "The article's page"), " · ", el("a", { href: "#" }, "next article")];
}

function askToSave(changes: Changes, verdicts: number): Promise<boolean> {
  const dialog = document.getElementById("changes") as HTMLDialogElement;
  return new Promise((resolve) => {
    const end = (save: boolean): void => {
      dialog.close(save ? "save" : "");
    };
    dialog.onclose = () => resolve(dialog.returnValue === "save");
    dialog.returnValue = "";
    dialog.replaceChildren(
      el("h2", { id: "changes-title" }, "What changes"),
      ...contradictions(changes),
      ...side("Facts that no longer follow", changes.facts_gone, changes.counts.facts_gone ?? 0, "gone"),
      ...side("Facts that follow now", changes.facts_come, changes.counts.facts_come ?? 0, "come"),
      ...side("No longer said", changes.said_gone, changes.counts.said_gone ?? 0, "gone"),
      ...side("Said now", changes.said_come, changes.counts.said_come ?? 0, "come"),
      verdicts ? el("p", {}, `And ${verdicts} verdict${verdicts === 1 ? "" : "s"} on events of other articles.`) : "",
      nothing(changes) ? el("p", {}, "No statement changes; the article is marked as reviewed by you.") : "",
      el(
        "p",
        { class: "row" },
        el("button", { type: "button", class: "primary", click: () => end(true), autofocus: true }, "Save"),
        el("button", { type: "button", click: () => end(false) }, "Back"),
      ),
    );
    dialog.showModal();
  });
}

function nothing(changes: Changes): boolean {
  return Object.values(changes.counts).every((count) => count === 0);
}

function contradictions(changes: Changes): Node[] {
  if (!changes.contradictions.length) return [];
  const list = el("ul", {}, ...changes.contradictions.map((words) => el("li", { dir: "auto" }, words)));
  return [el("div", { class: "notice bad" }, el("p", {}, "The graph would contradict itself:"), list)];
}

function side(title: string, statements: Statement[], count: number, kind: string): Node[] {
  if (!count) return [];
  const lines = statements.map((one) => el("li", { dir: "auto", class: kind }, `${one.subject} — ${one.predicate} — ${one.object}`));
  const rest = count - statements.length;
  const note = rest > 0 ? el("p", { class: "small" }, `and ${rest} statements about evidence, texts and identifiers`) : "";
  return [el("details", { open: title.startsWith("Facts") }, el("summary", {}, `${title}: ${count}`), el("ul", {}, ...lines), note)];
}
