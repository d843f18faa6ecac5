// How is one claim shown, and how is it corrected; and who and what the article speaks of?
import type { Annotation, Claim, Entity, Event, Participant } from "./annotation.ts";
import { edtf, link, withClaim, withEntity, withEvent } from "./annotation.ts";
import type { Bureau, Candidate, Told } from "./bureau.ts";
import { choose, el, write } from "./dom.ts";
import { type EventName, pageOf } from "./eventname.ts";

export interface Choices {
  verbs: string[];
  certainties: string[];
  roles: string[];
  kinds: string[];
  types: Record<string, string[]>;
}
export interface Doing {
  choose: () => void;
  change: (next: Annotation) => void;
  confirm: () => void;
  remove: () => void;
  verdict: (verdict: "same" | "different", other: EventName) => void;
  named: (verdict: "same" | "different", address: string) => void;
}

const STANDING: Record<string, [string, string]> = {
  asserts: ["asserted", "●"],
  reports: ["reported", "◐"],
  envisages: ["envisaged", "◇"],
  denies: ["denied", "✕"],
};

function same(words: string[]): [string, string][] {
  return words.map((word) => [word, word]);
}

function labels(annotation: Annotation): Map<string, string> {
  return new Map((annotation.entities ?? []).map((one) => [one.id, one.label]));
}

export function drawCard(claim: Claim, annotation: Annotation, choices: Choices, now: boolean, doing: Doing, told: Told[]): HTMLElement {
  const event = (annotation.events ?? []).find((one) => one.id === claim.event);
  const item = el("li", { class: `panel reading-card${now ? " now" : ""}`, tabindex: now ? "0" : "-1", click: doing.choose });
  if (!event) return item;
  const [standing, glyph] = STANDING[claim.verb] ?? [claim.verb, ""];
  const sure = claim.confidence === 1 ? "confirmed" : `${Math.round(100 * claim.confidence)} %`;
  item.append(
    el(
      "p",
      {},
      el("span", { class: `standing ${standing}` }, el("span", { "aria-hidden": "true" }, glyph), ` ${standing}`),
      " ",
      el("strong", { dir: "auto" }, event.label ?? event.trigger.quote),
      " ",
      el("span", { class: "kind" }, `${event.class}: ${event.type} · ${edtf(event)} · ${sure}`),
    ),
    el("p", { class: "small", dir: "auto" }, summary(claim, event, annotation)),
  );
  if (now) item.append(editor(claim, event, annotation, choices, doing, told));
  return item;
}

function summary(claim: Claim, event: Event, annotation: Annotation): string {
  const known = labels(annotation);
  const parties = (event.participants ?? []).map((one) => `${one.role} ${known.get(one.entity) ?? one.entity}`);
  const sources = (claim.sources ?? []).map((one) => (one ? (known.get(one) ?? one) : "somebody unnamed"));
  const place = event.place ? [`in ${known.get(event.place) ?? event.place}`] : [];
  const word = sources.length ? `on the word of ${sources.join(", who cites ")}` : "in the article's own voice";
  return [...parties, ...place, word].join(" · ");
}

function editor(claim: Claim, event: Event, annotation: Annotation, choices: Choices, doing: Doing, told: Told[]): HTMLElement {
  const onClaim = (change: Partial<Claim>): void => doing.change(withClaim(annotation, claim.id, { ...change, rule: "review", engine: "review" }));
  const onEvent = (change: Partial<Event>): void => doing.change(withEvent(annotation, event.id, change));
  const onClass = (kind: string): void => onEvent({ class: kind, type: choices.types[kind]?.[0] ?? event.type });
  const who: [string, string][] = (annotation.entities ?? []).map((one) => [one.id, `${one.label} (${one.kind})`]);
  const types = same([...new Set([event.type, ...(choices.types[event.class] ?? [])])]);
  return el(
    "div",
    { class: "stack", click: (click: MouseEvent) => click.stopPropagation() },
    el(
      "div",
      { class: "filters" },
      choose("Claim", same(choices.verbs), claim.verb, (verb) => onClaim({ verb })),
      choose("Certainty", same(choices.certainties), claim.certainty ?? "certain", (certainty) => onClaim({ certainty })),
      choose("Class", same(Object.keys(choices.types)), event.class, onClass),
      choose("Type", types, event.type, (type) => onEvent({ type })),
      write("When (EDTF)", edtf(event), (when) => onEvent({ when: when || "../.." })),
      choose("Where", [["", "not told"], ...who], event.place ?? "", (place) => onEvent(place ? { place } : { place: undefined })),
    ),
    parties(event, who, choices, onEvent),
    chain(claim, who, onClaim),
    merges(doing, told),
    el(
      "p",
      { class: "row" },
      el("button", { type: "button", class: "primary", click: doing.confirm }, "Confirm"),
      el("button", { type: "button", click: doing.remove }, "Delete"),
    ),
  );
}

function parties(event: Event, who: [string, string][], choices: Choices, change: (change: Partial<Event>) => void): HTMLElement {
  const held = event.participants ?? [];
  const put = (at: number, next: Participant | null): void =>
    change({ participants: held.flatMap((one, number) => (number === at ? (next ? [next] : []) : [one])) });
  const rows = held.map((one, at) =>
    el(
      "div",
      { class: "line" },
      choose("Role", same(choices.roles), one.role, (role) => put(at, { ...one, role })),
      choose("Who or what", who, one.entity, (entity) => put(at, { role: one.role, entity })),
      el("button", { type: "button", click: () => put(at, null), "aria-label": `Take out the ${one.role}` }, "Take out"),
    ),
  );
  const first = who[0]?.[0];
  const more = el("button", { type: "button", class: "plain", click: () => first && change({ participants: [...held, { role: "agent", entity: first }] }) }, "Add somebody");
  return el("fieldset", { class: "stack" }, el("legend", {}, "Taking part"), ...rows, more);
}

function chain(claim: Claim, who: [string, string][], change: (change: Partial<Claim>) => void): HTMLElement {
  const held = claim.sources ?? [];
  const options: [string, string][] = [["", "somebody unnamed"], ...who];
  const put = (at: number, next: (string | null)[]): void => change({ sources: [...held.slice(0, at), ...next, ...held.slice(at + 1)] });
  const rows = held.map((one, at) =>
    el(
      "div",
      { class: "line two" },
      choose(at ? "who cites" : "On the word of", options, one ?? "", (source) => put(at, [source || null])),
      el("button", { type: "button", click: () => put(at, []), "aria-label": `Take out source ${at + 1}` }, "Take out"),
    ),
  );
  const more = el("button", { type: "button", class: "plain", click: () => change({ sources: [...held, null] }) }, held.length ? "who cites somebody else" : "It is somebody else's word");
  return el("fieldset", { class: "stack" }, el("legend", {}, "Chain of sources"), ...rows, more);
}

function merges(doing: Doing, told: Told[]): HTMLElement {
  const address = el("input", { placeholder: "/page/ARTICLE/event/ID", "aria-label": "Address of another article's event" });
  const give = (verdict: "same" | "different") => () => doing.named(verdict, address.value);
  const held = told.map((one) =>
    el(
      "li",
      {},
      el("a", { href: pageOf(one.other), target: "_blank", rel: "noopener", dir: "auto" }, one.label),
      el("span", { class: "kind" }, ` in ${one.other.article}`),
      el("p", { class: "small" }, one.reasons.join(" ")),
      el("button", { type: "button", click: () => doing.verdict("different", one.other) }, "Not the same event"),
    ),
  );
  return el(
    "details",
    { open: held.length > 0 },
    el("summary", {}, held.length ? `Taken for one with ${held.length} of other articles` : "Told in another article"),
    el("ul", { class: "plain-links" }, ...held),
    el(
      "p",
      { class: "row" },
      address,
      el("button", { type: "button", click: give("same") }, "The same event"),
      el("button", { type: "button", click: give("different") }, "Not the same event"),
    ),
  );
}

/** Everybody and everything, with the row of the gazetteer that each one is. */
export function drawEntities(place: HTMLDetailsElement, annotation: Annotation, choices: Choices, bureau: Bureau, change: (next: Annotation) => void): void {
  const rows = (annotation.entities ?? []).map((one) => drawEntity(one, annotation, choices, bureau, change));
  const linked = (annotation.entities ?? []).filter((one) => one.known).length;
  place.replaceChildren(el("summary", {}, `Actors, places and things: ${rows.length}, ${linked} of them linked`), el("ul", { class: "stack plain-links" }, ...rows));
}

function drawEntity(one: Entity, annotation: Annotation, choices: Choices, bureau: Bureau, change: (next: Annotation) => void): HTMLElement {
  const found = el("div", { class: "row" });
  const offer = async (): Promise<void> => {
    const rows = await bureau.candidates(one.label, one.kind);
    found.replaceChildren(...(rows.length ? rows.map((row) => rowButton(row, () => change(link(annotation, one.id, row)))) : ["The gazetteer knows nobody of this name."]));
  };
  const linked = one.known ? `${one.known}${one.wikidata ? ` (${one.wikidata})` : ""}` : "not linked";
  return el(
    "li",
    {},
    el(
      "div",
      { class: "row thing" },
      choose("Kind", same(choices.kinds), one.kind, (kind) => change(withEntity(annotation, one.id, { kind }))),
      write("Name", one.label, (label) => label && change(withEntity(annotation, one.id, { label }))),
      el("span", { class: "kind" }, linked),
      el("button", { type: "button", click: () => void offer().catch(() => found.replaceChildren("The server did not answer; try again.")) }, "Find link"),
      one.known ? el("button", { type: "button", click: () => change(link(annotation, one.id, null)) }, "Unlink") : "",
    ),
    found,
  );
}

function rowButton(row: Candidate, take: () => void): HTMLElement {
  return el("button", { type: "button", click: take, dir: "auto" }, `${row.label} · ${row.kind}${row.wikidata ? ` · ${row.wikidata}` : ""} · ${Math.round(100 * row.score)} %`);
}
