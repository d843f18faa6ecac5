// How is a text shown with its marks, and which stretch of it is selected?
import type { Annotation, Points } from "./annotation.ts";
import { el } from "./dom.ts";

interface Mark {
  start: number;
  end: number;
  kind: string;
  word: string;
  event?: string;
}

/** Parts of a page from which no event is read. */
const QUIET = new Set(["furniture", "teaser", "credit", "caption", "byline"]);

function marksOf(annotation: Annotation): Mark[] {
  const labels = new Map((annotation.entities ?? []).map((one) => [one.id, `${one.kind}: ${one.label}`]));
  const marks: Mark[] = [];
  for (const one of annotation.segments ?? []) if (QUIET.has(one.kind)) marks.push({ ...one, kind: "quiet", word: "" });
  for (const one of annotation.mentions ?? []) marks.push({ ...one, kind: "mention", word: labels.get(one.entity) ?? "" });
  for (const one of annotation.times ?? []) marks.push({ ...one, kind: "time", word: one.edtf ?? one.value });
  for (const event of annotation.events ?? []) {
    for (const span of [event.trigger, ...(event.further ?? [])]) {
      marks.push({ ...span, kind: "trigger", word: `${event.class}: ${event.type}`, event: event.id });
    }
  }
  for (const claim of annotation.claims ?? []) {
    for (const span of claim.evidence) marks.push({ ...span, kind: `evidence-${claim.verb}`, word: claim.verb, event: claim.event });
  }
  return marks;
}

/** A stretch of the text without an edge inside, and the marks over it. */
export interface Piece {
  start: number;
  words: string;
  marks: Mark[];
}

/** The text cut at every edge of a mark. */
export function cut(points: Points, annotation: Annotation): Piece[] {
  const marks = marksOf(annotation);
  const edges = [...new Set([0, points.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  const starts = new Map<number, Mark[]>();
  for (const mark of marks) starts.set(mark.start, [...(starts.get(mark.start) ?? []), mark]);
  let open: Mark[] = [];
  return edges.slice(0, -1).map((start, at) => {
    const end = edges[at + 1] ?? points.length;
    open = [...open.filter((mark) => mark.end > start), ...(starts.get(start) ?? [])];
    return { start, words: points.slice(start, end), marks: open };
  });
}

/** Where the front matter of a file ends; 0 where it has none. */
export function frontOf(points: Points, annotation: Annotation): number {
  const [first] = annotation.segments ?? [];
  return first?.kind === "furniture" && points.slice(0, 3) === "---" ? first.end : 0;
}

/** Puts the text into a place, its front matter folded; `chosen` is the event whose passages stand out. */
export function drawText(place: HTMLElement, points: Points, annotation: Annotation, chosen: string | undefined): void {
  const [end, open] = [frontOf(points, annotation), place.querySelector("details")?.open ?? false];
  const pieces = cut(points, annotation);
  const draw = (some: Piece[]): Node[] => some.map((piece) => drawPiece(piece, chosen));
  const front = draw(pieces.filter(({ start }) => start < end));
  const folded = front.length ? [el("details", { class: "quiet", open }, el("summary", {}, "What the file says of the article"), ...front)] : [];
  place.replaceChildren(...folded, ...draw(pieces.filter(({ start }) => start >= end)));
}

function drawPiece({ words, start, marks }: Piece, chosen: string | undefined): Node {
  const piece = document.createElement("span");
  piece.textContent = words;
  piece.dataset.start = String(start);
  const kinds = new Set(marks.map((mark) => mark.kind));
  if (chosen && marks.some((mark) => mark.event === chosen)) kinds.add("chosen");
  if (chosen && marks.some((mark) => mark.event === chosen && mark.kind === "trigger")) kinds.add("told");
  piece.className = [...kinds].join(" ");
  const told = [...new Set(marks.map((mark) => mark.word).filter(Boolean))];
  if (told.length) piece.title = told.join(" · ");
  const trigger = marks.find((mark) => mark.kind === "trigger");
  if (trigger?.event) piece.dataset.event = trigger.event;
  return piece;
}

function offsetOf(place: HTMLElement, node: Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest<HTMLElement>("[data-start]");
  if (!piece || !place.contains(piece)) return null;
  const before = node instanceof Text ? node.data.slice(0, offset) : "";
  return Number(piece.dataset.start) + Array.from(before).length;
}

/** The first and last code point of what is selected inside a place; null when nothing is. */
export function selected(place: HTMLElement): [number, number] | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = offsetOf(place, range.startContainer, range.startOffset);
  const end = offsetOf(place, range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : [start, end];
}

function pointAt(place: HTMLElement, offset: number): [Node, number] | null {
  const pieces = [...place.querySelectorAll<HTMLElement>("[data-start]")];
  const piece = pieces.findLast((one) => Number(one.dataset.start) <= offset);
  const text = piece?.firstChild;
  if (!piece || !(text instanceof Text)) return null;
  const before = Array.from(text.data).slice(0, offset - Number(piece.dataset.start)).join("");
  return [text, before.length];
}

/** Selects a stretch inside a place, and shows it. */
export function select(place: HTMLElement, start: number, end: number): void {
  const first = pointAt(place, start);
  const last = pointAt(place, end);
  if (!first || !last) return;
  document.getSelection()?.setBaseAndExtent(...first, ...last);
  first[0].parentElement?.scrollIntoView({ block: "nearest" });
}
