// What does a reviewer read before saving?
import type { Changes, Statement } from "./bureau.ts";
import { el } from "./dom.ts";

export function askToSave(changes: Changes, verdicts: number): Promise<boolean> {
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
