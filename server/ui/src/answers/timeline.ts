// How does an answer with dates become a line of time? A known day is a point, what may lie anywhere in a span is a bar, an open
// end fades.
import { pack, shorten, widthOf } from "../packing.ts";
import { make } from "../svg.ts";
import { type Span, ticks } from "../time.ts";
import type { TimePlan } from "./columns.ts";
import { type Bounds, boundsOf } from "./edtf.ts";
import type { Answer, Row } from "./read.ts";
import { pictured, type Writing } from "./writing.ts";

const ROW = 22;
const AXIS = 26;
const FADE = 48;
const MOST = 300;
const [LEAST, MOST_LETTERS] = [8, 38];

export interface Dated extends Bounds {
  row: Row;
}

// Rows whose two columns together bound some time, in the answer's order.
export function datedRows(answer: Answer, plan: TimePlan): Dated[] {
  return answer.rows.flatMap((row) => {
    const [first, last] = [boundsOf(row[plan.from]?.value ?? ""), boundsOf(row[plan.to]?.value ?? "")];
    const [from, to] = [first?.from ?? null, last?.to ?? null];
    return from === null && to === null ? [] : [{ row, from, to }];
  });
}

export function spanOf(dated: Bounds[]): Span {
  const days = dated.flatMap((one) => [one.from, one.to].filter((day) => day !== null));
  const [from, to] = [Math.min(...days), Math.max(...days) + 1];
  const margin = Math.max((to - from) * 0.03, 1);
  return { from: from - margin, to: to + margin };
}

export function drawTimeline(answer: Answer, plan: TimePlan, writing: Writing, width: number): HTMLElement {
  const every = datedRows(answer, plan);
  const dated = every.slice(0, MOST);
  if (!dated.length) return pictured(make("svg"), "No row has a date with a bound.");
  const span = spanOf(dated);
  const scale = (day: number): number => ((day - span.from) / (span.to - span.from)) * width;
  const placed = dated.map((one) => placeRow(one, plan, writing, scale, width)).sort((a, b) => a.left - b.left);
  const rows = pack(placed);
  const height = AXIS + (Math.max(...rows) + 1) * ROW + 8;
  const drawing = make("svg", { class: "picture when", role: "group", "aria-label": `Timeline of ${dated.length} rows; the table has the same`, width, height, viewBox: `0 0 ${width} ${height}` });
  for (const tick of ticks(span.from, span.to, width)) {
    const x = scale(tick.day).toFixed(1);
    drawing.append(make("path", { class: tick.major ? "line major" : "line", d: `M${x} 0V${height}` }), make("text", { class: "tick", x: Number(x) + 4, y: 16 }, tick.label));
  }
  placed.forEach((one, index) => {
    one.mark.setAttribute("transform", `translate(0 ${AXIS + (rows[index] ?? 0) * ROW + ROW / 2})`);
    drawing.append(one.mark);
  });
  const said = [`${dated.length} rows with a date`, answer.rows.length > every.length ? `${answer.rows.length - every.length} without one are in the table only` : "", every.length > MOST ? `the first ${MOST} of ${every.length} are drawn` : ""];
  return pictured(drawing, `${said.filter(Boolean).join("; ")}. A bar is the span in which it may lie; a fading end is open.`);
}

interface PlacedRow {
  mark: SVGElement;
  left: number;
  right: number;
}

function placeRow({ row, from, to }: Dated, plan: TimePlan, writing: Writing, scale: (day: number) => number, width: number): PlacedRow {
  const end = to === null ? null : scale(to + 1);
  const left = from === null ? (end as number) - FADE : scale(from);
  const right = end ?? left + FADE;
  const room = Math.max(width - right, left) - 16;
  const words = shorten(writing.words(row[plan.label]), Math.min(Math.max(Math.floor(room / widthOf("n")), LEAST), MOST_LETTERS));
  const length = 10 + widthOf(words);
  const before = right + length > width && left > length;
  const dates = [...new Set([plan.from, plan.to])].map((name) => row[name]?.value).filter(Boolean).join(" to ");
  const mark = make("a", { class: "bar" });
  const page = writing.page(row[plan.label]);
  if (page) mark.setAttribute("href", page);
  const point = from !== null && to === from;
  mark.append(make("title", {}, `${dates}: ${writing.words(row[plan.label])}`));
  mark.append(point ? make("circle", { cx: ((left + right) / 2).toFixed(1), cy: 0, r: 5 }) : make("rect", { class: from === null ? "since" : to === null ? "until" : "", x: left.toFixed(1), y: -6, width: Math.max(right - left, 3).toFixed(1), height: 12, rx: 2 }));
  mark.append(make("text", { x: (before ? left - 6 : right + 6).toFixed(1), y: 4.5, "text-anchor": before ? "end" : "start" }, words));
  return { mark, left: before ? left - length : left, right: before ? right : right + length };
}
