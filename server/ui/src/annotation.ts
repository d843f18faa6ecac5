// What can a reviewer do to an annotation? Each step gives a new one; none changes the one it is given.
export interface Span {
  start: number;
  end: number;
  quote: string;
}
export interface Participant {
  role: string;
  entity: string;
  mention?: string;
}
export interface When {
  edtf: string;
  basis?: string;
}
export interface Event {
  id: string;
  class: string;
  type: string;
  label?: string;
  plover?: string;
  trigger: Span;
  further?: Span[];
  participants?: Participant[];
  place?: string;
  when: When | string;
  sub_event_of?: string[];
  before?: string[];
  cause_of?: string[];
  reading?: { probability: number };
}
export interface Claim {
  id: string;
  verb: string;
  event: string;
  sources?: (string | null)[];
  certainty?: string;
  confidence: number;
  evidence: Span[];
  rule: string;
  engine: string;
}
export interface Entity {
  id: string;
  kind: string;
  label: string;
  known?: string;
  wikidata?: string;
  link?: object;
  named?: boolean;
}
export interface Mention extends Span {
  id: string;
  entity: string;
}
export interface Annotation {
  article: { key: string; headline?: string };
  segments?: { kind: string; start: number; end: number }[];
  mentions?: Mention[];
  entities?: Entity[];
  times?: (Span & { id: string; edtf?: string; value: string })[];
  events?: Event[];
  claims?: Claim[];
  review?: { state: string; by?: string; at?: string };
}

/** A text by code points, as the offsets of annotations count; a browser counts UTF-16 units. */
export class Points {
  readonly text: string;
  private readonly points: string[];

  constructor(text: string) {
    this.text = text;
    this.points = Array.from(text);
  }

  get length(): number {
    return this.points.length;
  }

  slice(start: number, end: number): string {
    return this.points.slice(start, end).join("");
  }

  span(start: number, end: number): Span {
    return { start, end, quote: this.slice(start, end) };
  }

  /** The stretch without white space at its ends. */
  trim(start: number, end: number): Span {
    while (start < end && /\s/.test(this.points[start] ?? "")) start += 1;
    while (end > start && /\s/.test(this.points[end - 1] ?? "")) end -= 1;
    return this.span(start, end);
  }

  /** The sentence around a stretch, as far as full stops and line ends tell. */
  sentence(start: number, end: number): Span {
    let first = start;
    while (first > 0 && !this.endsBefore(first)) first -= 1;
    let last = end;
    while (last < this.length && !this.endsBefore(last)) last += 1;
    return this.trim(first, last);
  }

  private endsBefore(at: number): boolean {
    const before = this.points[at - 1] ?? "\n";
    if (before === "\n") return true;
    return /\s/.test(this.points[at] ?? "\n") && /[.!?]["'”’]?$/.test(this.slice(Math.max(0, at - 2), at));
  }
}

export function withClaim(annotation: Annotation, id: string, change: Partial<Claim>): Annotation {
  const claims = (annotation.claims ?? []).map((claim) => (claim.id === id ? { ...claim, ...change } : claim));
  return { ...annotation, claims };
}

export function withEvent(annotation: Annotation, id: string, change: Partial<Event>): Annotation {
  const events = (annotation.events ?? []).map((event) => (event.id === id ? { ...event, ...change } : event));
  return { ...annotation, events };
}

export function withEntity(annotation: Annotation, id: string, change: Partial<Entity>): Annotation {
  const entities = (annotation.entities ?? []).map((one) => (one.id === id ? { ...one, ...change } : one));
  return { ...annotation, entities };
}

/** A person has looked at the claim and stands for it. */
export function confirm(annotation: Annotation, id: string): Annotation {
  return withClaim(annotation, id, { confidence: 1, rule: "review", engine: "review" });
}

/** The claim goes, and with the last claim about it the event, also where other events name it. */
export function remove(annotation: Annotation, id: string): Annotation {
  const gone = (annotation.claims ?? []).find((claim) => claim.id === id);
  const claims = (annotation.claims ?? []).filter((claim) => claim.id !== id);
  if (!gone || claims.some((claim) => claim.event === gone.event)) return { ...annotation, claims };
  const without = (names: string[] | undefined): string[] => (names ?? []).filter((name) => name !== gone.event);
  const events = (annotation.events ?? [])
    .filter((event) => event.id !== gone.event)
    .map((event) => ({
      ...event,
      sub_event_of: without(event.sub_event_of),
      before: without(event.before),
      cause_of: without(event.cause_of),
    }));
  return { ...annotation, claims, events };
}

/** Other words tell the event. */
export function retell(annotation: Annotation, event: string, trigger: Span): Annotation {
  return withEvent(annotation, event, { trigger, further: [] });
}

/** The claim rests on another passage. */
export function rest(annotation: Annotation, claim: string, passage: Span): Annotation {
  return withClaim(annotation, claim, { evidence: [passage], rule: "review", engine: "review" });
}

function free(prefix: string, taken: { id: string }[]): string {
  const names = new Set(taken.map((one) => one.id));
  let number = 1;
  while (names.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** A new event told by a stretch of the text, asserted in the sentence around it; the claim's id beside it. */
export function add(annotation: Annotation, points: Points, start: number, end: number, kind: string, type: string): [Annotation, string] {
  const event = free("r", annotation.events ?? []);
  const claim = free("rc", annotation.claims ?? []);
  const events = [...(annotation.events ?? []), { id: event, class: kind, type, trigger: points.trim(start, end), when: "../.." }];
  const told: Claim = {
    id: claim,
    verb: "asserts",
    event,
    sources: [],
    certainty: "certain",
    confidence: 1,
    evidence: [points.sentence(start, end)],
    rule: "review",
    engine: "review",
  };
  return [{ ...annotation, events, claims: [...(annotation.claims ?? []), told] }, claim];
}

/** Somebody or something that the annotation lacks, named by a stretch of the text. */
export function addEntity(annotation: Annotation, points: Points, start: number, end: number, kind: string): [Annotation, string] {
  const span = points.trim(start, end);
  const id = free("n", annotation.entities ?? []);
  const mention = { ...span, id: free("nm", annotation.mentions ?? []), entity: id };
  const entities = [...(annotation.entities ?? []), { id, kind, label: span.quote }];
  return [{ ...annotation, entities, mentions: [...(annotation.mentions ?? []), mention] }, id];
}

/** The row of the gazetteer that an entity is; none takes the link away. */
export function link(annotation: Annotation, id: string, row: { known: string; wikidata: string | null } | null): Annotation {
  const entities = (annotation.entities ?? []).map((one) => {
    if (one.id !== id) return one;
    const { known: _known, wikidata: _wikidata, link: _link, ...rest } = one;
    return row ? { ...rest, known: row.known, ...(row.wikidata ? { wikidata: row.wikidata } : {}) } : rest;
  });
  return { ...annotation, entities };
}

/** What the reviewer reads first: the claims least surely read, or those in the order of the text. */
export function inOrder(annotation: Annotation, byDoubt: boolean): Claim[] {
  const claims = [...(annotation.claims ?? [])];
  const place = (claim: Claim): number => claim.evidence[0]?.start ?? 0;
  return claims.sort((a, b) => (byDoubt ? a.confidence - b.confidence : 0) || place(a) - place(b));
}

export function edtf(event: Event): string {
  return typeof event.when === "string" ? event.when : event.when.edtf;
}
