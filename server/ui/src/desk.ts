// What does a reviewer see of one article, and what does each key do?
import type { Annotation, Claim } from "./annotation.ts";
import { add, addEntity, confirm, inOrder, Points, remove } from "./annotation.ts";
import type { Bureau, Draft, Verdict } from "./bureau.ts";
import { Fault, readDraft, writeDraft } from "./bureau.ts";
import { askToSave } from "./saving.ts";
import { drawCard, drawEntities } from "./cards.ts";
import type { Choices } from "./cards.ts";
import { el, readBlock } from "./dom.ts";
import { drawText, selected } from "./overlay.ts";

type Tell = (words: string | (Node | string)[], bad?: boolean) => void;

const KEYS: [string, string][] = [
  ["j k", "next, previous claim"],
  ["c", "confirm"],
  ["e", "edit"],
  ["x", "delete"],
  ["a", "add an event told by the selected words"],
  ["n", "name the selected words as somebody or something"],
  ["u", "undo"],
  ["o", "order: least sure first, or as in the text"],
  ["s", "see what changes, then save"],
  ["Esc", "leave a field; close"],
];

export class Desk {
  private key_ = "";
  private points = new Points("");
  private draft: Draft = { version: "", annotation: { article: { key: "" } }, verdicts: [] };
  private past: Draft[] = [];
  private chosen = "";
  private byDoubt = true;
  private readonly choices = readBlock<Choices>("choices");
  private readonly text = el("div", { class: "annotated words", dir: "auto", mouseup: () => this.pick() });
  private readonly list = el("ol", { class: "claims" });
  private readonly things = el("details");
  private readonly count = el("p", { class: "small", role: "status" });

  constructor(
    private readonly bureau: Bureau,
    private readonly place: HTMLElement,
    private readonly tell: Tell,
  ) {}

  async open(key: string, fresh = false): Promise<void> {
    const found = await this.bureau.article(key);
    const kept = fresh ? null : readDraft(key);
    this.key_ = key;
    this.points = new Points(found.text);
    this.draft = kept ?? { version: found.version, annotation: found.annotation, verdicts: [] };
    this.past = [];
    this.chosen = inOrder(this.draft.annotation, this.byDoubt)[0]?.id ?? "";
    this.frame(found.annotation);
    this.draw();
    if (kept && kept.version !== found.version) this.tellOvertaken("It has been saved by somebody else since you began.");
    else if (kept) this.tell("Your unsaved work on this article is back.");
  }

  private frame(annotation: Annotation): void {
    const keys = el("dl", { class: "facts" }, ...KEYS.flatMap(([key, words]) => [el("dt", {}, ...key.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, words)]));
    const bar = el(
      "div",
      { class: "row noprint" },
      el("a", { href: "#" }, "All articles"),
      el("button", { type: "button", class: "primary", click: () => void this.guard(() => this.save()) }, "See changes and save"),
      el("button", { type: "button", click: () => this.undo() }, "Undo"),
      el("button", { type: "button", click: () => this.reorder() }, "Other order"),
      el("button", { type: "button", click: () => this.add() }, "Add event from selection"),
      el("button", { type: "button", click: () => this.name() }, "Name selection"),
    );
    const beside = el("section", { class: "beside", tabindex: "0", "aria-label": "The text with its marks" }, this.text);
    const cards = el("section", { "aria-label": "Claims" }, this.count, this.list, this.things);
    this.place.replaceChildren(
      el("h2", { dir: "auto" }, annotation.article.headline ?? this.key_),
      bar,
      el("details", { class: "small" }, el("summary", {}, "Keys"), keys),
      el("div", { class: "split reading" }, beside, cards),
    );
  }

  private draw(focus = false): void {
    const { annotation } = this.draft;
    const claims = inOrder(annotation, this.byDoubt);
    const current = claims.find((claim) => claim.id === this.chosen) ?? claims[0];
    this.chosen = current?.id ?? "";
    drawText(this.text, this.points, annotation, current?.event);
    const done = claims.filter((claim) => claim.confidence === 1).length;
    this.count.textContent = `${claims.length} claims, ${done} confirmed or added; ${this.byDoubt ? "least sure first" : "in the order of the text"}.`;
    this.list.replaceChildren(...claims.map((claim) => this.card(claim)));
    drawEntities(this.things, annotation, this.choices, this.bureau, (next) => this.change(next));
    if (focus) this.focus();
    else this.list.querySelector(".now")?.scrollIntoView({ block: "nearest" });
  }

  private card(claim: Claim): HTMLElement {
    return drawCard(claim, this.draft.annotation, this.choices, claim.id === this.chosen, {
      choose: () => this.choose(claim.id),
      change: (next) => this.change(next),
      confirm: () => this.confirm(),
      remove: () => this.remove(),
      verdict: (verdict, address) => this.giveVerdict(claim.event, verdict, address),
    });
  }

  private focus(): void {
    this.list.querySelector<HTMLElement>(".now")?.focus();
    this.text.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
  }

  private choose(id: string): void {
    if (id === this.chosen) return;
    this.chosen = id;
    this.draw(true);
  }

  private change(annotation: Annotation, verdicts: Verdict[] = this.draft.verdicts): void {
    this.past.push(this.draft);
    this.draft = { ...this.draft, annotation, verdicts };
    writeDraft(this.key_, this.draft);
    this.draw();
  }

  private undo(): void {
    const before = this.past.pop();
    if (!before) return;
    this.draft = before;
    writeDraft(this.key_, this.past.length ? before : null);
    this.draw();
  }

  private step(by: number): void {
    const claims = inOrder(this.draft.annotation, this.byDoubt);
    const at = claims.findIndex((claim) => claim.id === this.chosen);
    const next = claims[Math.min(Math.max(at + by, 0), claims.length - 1)];
    if (next) this.choose(next.id);
  }

  private next(id: string): string {
    const claims = inOrder(this.draft.annotation, this.byDoubt);
    const at = claims.findIndex((claim) => claim.id === id);
    return (claims[at + 1] ?? claims[at - 1])?.id ?? "";
  }

  private confirm(): void {
    const next = this.next(this.chosen);
    this.change(confirm(this.draft.annotation, this.chosen));
    this.choose(next);
  }

  private remove(): void {
    const next = this.next(this.chosen);
    const gone = this.chosen;
    this.chosen = next;
    this.change(remove(this.draft.annotation, gone));
    this.focus();
  }

  private pick(): void {
    const event = (document.getSelection()?.anchorNode?.parentElement as HTMLElement | null)?.dataset.event;
    const claim = event && document.getSelection()?.isCollapsed ? (this.draft.annotation.claims ?? []).find((one) => one.event === event) : undefined;
    if (claim) this.choose(claim.id);
  }

  private reorder(): void {
    this.byDoubt = !this.byDoubt;
    this.draw(true);
  }

  private stretch(): [number, number] | null {
    const found = selected(this.text);
    if (!found) this.tell("Select the words in the text first.", true);
    return found;
  }

  private add(): void {
    const found = this.stretch();
    const [kind, types] = Object.entries(this.choices.types)[0] ?? ["Communication", []];
    if (!found) return;
    const [next, claim] = add(this.draft.annotation, this.points, found[0], found[1], kind, types[0] ?? "");
    this.chosen = claim;
    this.change(next);
    this.edit();
  }

  private name(): void {
    const found = this.stretch();
    if (!found) return;
    const [next] = addEntity(this.draft.annotation, this.points, found[0], found[1], "Person");
    this.change(next);
    this.things.open = true;
    this.things.querySelector<HTMLElement>("li:last-child select")?.focus();
  }

  private edit(): void {
    this.list.querySelector<HTMLElement>(".now select")?.focus();
  }

  private giveVerdict(event: string, verdict: "same" | "different", address: string): void {
    const path = decodeURIComponent(address).match(/([a-z0-9][a-z0-9._-]*)\/event\/([\w.-]+)$/);
    if (!path?.[1] || !path[2] || path[1] === this.key_) {
      this.tell("Give the address of another article's event, as /page/ARTICLE/event/ID.", true);
      return;
    }
    const given: Verdict = { verdict, one: { article: this.key_, event }, other: { article: path[1], event: path[2] } };
    this.change(this.draft.annotation, [...this.draft.verdicts, given]);
    this.tell(`Noted: ${verdict === "same" ? "one and the same event" : "not the same event"}. It is saved with the rest.`);
  }

  private async save(): Promise<void> {
    this.tell("Working out what changes …");
    const changes = await this.bureau.changes(this.key_, this.draft);
    this.tell("");
    if (!(await askToSave(changes, this.draft.verdicts.length))) return;
    this.tell("Saving, and building the graph anew …");
    try {
      const version = await this.bureau.save(this.key_, this.draft);
      this.draft = { ...this.draft, version, verdicts: [] };
      this.past = [];
      writeDraft(this.key_, null);
      this.tell([`Saved under your name; the new snapshot is served. `, el("a", { href: `/page/${encodeURIComponent(this.key_)}` }, "The article's page"), " · ", el("a", { href: "#" }, "next article")]);
    } catch (fault) {
      if (fault instanceof Fault && fault.status === 412) this.tellOvertaken(fault.detail);
      else throw fault;
    }
  }

  private tellOvertaken(words: string): void {
    const mine = async (): Promise<void> => {
      await this.bureau.keepMine(this.key_, this.draft);
      this.tell("Kept as your own reading beside the other one; the queue shows how far you agree.");
    };
    this.tell(
      [
        `${words} `,
        el("button", { type: "button", click: () => void this.guard(mine) }, "Keep mine as my own reading"),
        " ",
        el("button", { type: "button", click: () => void this.guard(() => this.open(this.key_, true)) }, "Open the newer one"),
      ],
      true,
    );
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      this.tell(`${fault.title}. ${fault.detail}`, true);
    }
  }

  async key(event: KeyboardEvent): Promise<void> {
    if (this.place.hidden || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    if (target.matches("input, select, textarea")) {
      if (event.key === "Escape") this.focus();
      return;
    }
    const does: Record<string, () => void | Promise<void>> = {
      j: () => this.step(1),
      k: () => this.step(-1),
      c: () => this.confirm(),
      e: () => this.edit(),
      x: () => this.remove(),
      a: () => this.add(),
      n: () => this.name(),
      u: () => this.undo(),
      o: () => this.reorder(),
      s: () => this.guard(() => this.save()),
    };
    const work = does[event.key];
    if (!work) return;
    event.preventDefault();
    await work();
  }
}
