// What does a reviewer see of one article, and what does each key do?
import type { Annotation, Claim, Event } from "./annotation.ts";
import { add, addEntity, confirm, inOrder, Points, remove, rest, retell } from "./annotation.ts";
import type { Bureau, Draft, Opened, Told, Verdict } from "./bureau.ts";
import { Fault } from "./bureau.ts";
import { drawCard, drawEntities } from "./cards.ts";
import type { Choices } from "./cards.ts";
import { drawFrame } from "./deskframe.ts";
import { el, readBlock, redraw } from "./dom.ts";
import { leftOf, readDraft, writeDraft } from "./drafts.ts";
import { type EventName, readEventName } from "./eventname.ts";
import { drawText, select, selected } from "./overlay.ts";
import { covered, type Reach, step, type Stretch, wordAt, wordsOf } from "./reach.ts";
import { offerToSave, saySaved, type Tell } from "./saving.ts";

export class Desk {
  private key_ = "";
  private points = new Points("");
  private words: Stretch[] = [];
  private reach: Reach | null = null;
  private told: Told[] = [];
  private kept = false;
  private draft: Draft = { version: "", annotation: { article: { key: "" } }, verdicts: [] };
  private past: Draft[] = [];
  private chosen = "";
  private byDoubt = true;
  private saving = false;
  private readonly choices = readBlock<Choices>("choices");
  private readonly text = el("div", { class: "annotated words", dir: "auto", mouseup: () => this.pick() });
  private readonly beside = el("section", { class: "beside", tabindex: "0", "aria-label": "The text with its marks", keydown: (event: KeyboardEvent) => this.stretch(event) }, this.text);
  private readonly list = el("ol", { class: "claims" });
  private readonly things = el("details");
  private readonly count = el("p", { class: "small", role: "status" });

  constructor(
    private readonly bureau: Bureau,
    private readonly place: HTMLElement,
    private readonly tell: Tell,
    private readonly guard: (work: () => Promise<void>) => Promise<void>,
  ) {}

  open(key: string, found: Opened, fresh = false): void {
    const kept = fresh ? null : readDraft(key);
    this.key_ = key;
    this.points = new Points(found.text);
    this.words = wordsOf(this.points);
    this.reach = null;
    this.told = found.told;
    this.kept = kept !== null;
    this.draft = kept ?? { version: found.version, annotation: found.annotation, verdicts: [] };
    this.past = [];
    this.chosen = inOrder(this.draft.annotation, this.byDoubt)[0]?.id ?? "";
    const claims = el("section", { "aria-label": "Claims" }, this.count, this.list, this.things);
    this.place.replaceChildren(...drawFrame(found.annotation.article.headline ?? key, this.beside, claims, {
      save: () => void this.guard(() => this.save()),
      undo: () => this.undo(),
      reorder: () => this.reorder(),
      add: () => this.add(),
      name: () => this.name(),
      tell: () => this.retell(),
      rest: () => this.rest(),
    }));
    this.draw();
    if (kept && kept.version !== found.version) this.tellOvertaken("It has been saved by somebody else since you began.");
    else if (kept) this.tell("Your unsaved work on this article is back.");
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
      verdict: (verdict, other) => this.giveVerdict(claim.event, verdict, other),
      named: (verdict, address) => this.nameOther(claim.event, verdict, address),
    }, this.told.filter((one) => one.event === claim.event));
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
    if (!writeDraft(this.key_, this.draft)) this.tell("This browser has no room for a draft: save before you leave the page.", true);
    redraw(this.place, () => this.draw());
  }

  private undo(): void {
    const before = this.past.pop();
    if (!before) return;
    this.draft = before;
    writeDraft(this.key_, this.past.length || this.kept ? before : null);
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

  /** The arrow keys choose words, from the chosen event's on. */
  private stretch(event: KeyboardEvent): void {
    if ((event.key !== "ArrowLeft" && event.key !== "ArrowRight") || !this.words.length) return;
    event.preventDefault();
    const by = event.key === "ArrowRight" ? 1 : -1;
    this.reach = this.reach ? step(this.words, this.reach, by, event.shiftKey) : wordAt(this.words, this.event()?.trigger.start ?? 0);
    const found = covered(this.words, this.reach);
    if (found) select(this.text, ...found);
  }

  private event(): Event | undefined {
    const claim = (this.draft.annotation.claims ?? []).find((one) => one.id === this.chosen);
    return (this.draft.annotation.events ?? []).find((one) => one.id === claim?.event);
  }

  private taken(): Stretch | null {
    const found = selected(this.text);
    if (!found) this.tell("Choose the words in the text first: with the mouse, or with w and the arrow keys.", true);
    return found;
  }

  private add(): void {
    const found = this.taken();
    const [kind, types] = Object.entries(this.choices.types)[0] ?? ["Communication", []];
    if (!found) return;
    const [next, claim] = add(this.draft.annotation, this.points, ...found, kind, types[0] ?? "");
    this.chosen = claim;
    this.change(next);
    this.edit();
  }

  private name(): void {
    const found = this.taken();
    if (!found) return;
    const [next] = addEntity(this.draft.annotation, this.points, ...found, "Person");
    this.things.open = true;
    this.change(next);
    this.things.querySelector<HTMLElement>("li:last-child select")?.focus();
  }

  private retell(): void {
    const found = this.taken();
    const event = this.event();
    if (found && event) this.change(retell(this.draft.annotation, event.id, this.points.trim(...found)));
  }

  private rest(): void {
    const found = this.taken();
    if (found) this.change(rest(this.draft.annotation, this.chosen, this.points.trim(...found)));
  }

  private edit(): void {
    this.list.querySelector<HTMLElement>(".now select")?.focus();
  }

  private nameOther(event: string, verdict: "same" | "different", address: string): void {
    const other = readEventName(address);
    if (other && other.article !== this.key_) this.giveVerdict(event, verdict, other);
    else this.tell("Give the address of another article's event, as /page/ARTICLE/event/ID.", true);
  }

  private giveVerdict(event: string, verdict: "same" | "different", other: EventName): void {
    const given: Verdict = { verdict, one: { article: this.key_, event }, other };
    this.change(this.draft.annotation, [...this.draft.verdicts, given]);
    this.tell(`Noted: ${verdict === "same" ? "one and the same event" : "not the same event"}. It is saved with the rest.`);
  }

  /** One save at a time: a second would name the version before the first. */
  private async save(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    try {
      await this.askAndSave(this.key_, this.draft);
    } finally {
      this.saving = false;
    }
  }

  // The desk may go on meanwhile, with this article or another: what is saved is what was asked about.
  private async askAndSave(key: string, draft: Draft): Promise<void> {
    try {
      const version = await offerToSave(this.bureau, key, draft, this.tell, () => this.draft === draft);
      if (version) this.settle(key, draft, version);
    } catch (fault) {
      if (fault instanceof Fault && fault.status === 412 && this.key_ === key) this.tellOvertaken(fault.detail);
      else throw fault;
    }
  }

  private settle(key: string, saved: Draft, version: string): void {
    const here = this.key_ === key;
    const left = leftOf(here ? this.draft : readDraft(key), saved, version);
    writeDraft(key, left);
    if (!here) return;
    this.draft = left ?? { ...saved, version, verdicts: [] };
    this.past = [];
    this.kept = left !== null;
    this.tell(saySaved(key, left !== null));
  }

  private tellOvertaken(words: string): void {
    const newer = async (): Promise<void> => {
      const [key, draft] = [this.key_, this.draft];
      await this.bureau.keepMine(key, draft);
      writeDraft(key, leftOf(readDraft(key), draft, draft.version));
      const found = await this.bureau.article(key);
      if (this.draft !== draft) return;
      this.open(key, found, true);
      this.tell("Yours is kept as your own reading, and the queue shows how far you agree; this is the newer one.");
    };
    const button = el("button", { type: "button", click: () => void this.guard(newer) }, "Keep mine as my own reading, and open the newer one");
    this.tell([`${words} `, button], true);
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
      w: () => this.beside.focus(),
      t: () => this.retell(),
      v: () => this.rest(),
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
