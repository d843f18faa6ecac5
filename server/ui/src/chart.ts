// How does a window of the time line become a drawing?
import { type Bins, drawBars, highest } from "./bars.ts";
import { GLYPHS, type Mark, place, type Placed, sayMark, type Standing, STANDINGS } from "./marks.ts";
import { pack, shorten, widthOf } from "./packing.ts";
import { make } from "./svg.ts";
import { dayOf, type Span, ticks } from "./time.ts";

export interface Lane {
  panel: number;
  name: string;
  count: number;
  events?: Mark[];
  bins?: Bins;
}

export interface Drawing {
  from: string;
  to: string;
  unit: string;
  edges: string[];
  panels: string[];
  lanes: Lane[];
}

const ROW = 22;
const HEAD = 24;
const BARS = 58;
const AXIS = 26;
const FADES = ["fuzzy", "open-start", "open-end"] as const;
// So many windows are drawn on either side of the one that is seen: moving into them costs nothing.
export const REACH = 2;

export interface Drawn {
  height: number;
  // What moves with the days, drawn for the view it was made for.
  content: SVGGElement;
  // The lanes' places from top to bottom, for what a click means.
  bands: { top: number; bottom: number; lane: Lane }[];
  // The links of the events in the order in which they are walked through, and the pixel each stands on.
  stops: Stop[];
}

export interface Stop {
  link: SVGAElement;
  x: number;
}

// The names of lanes, which stay where they are, are drawn by `drawNames`.
export function drawContent(drawing: Drawing, view: Span, width: number): Drawn {
  const scale = (day: number): number => ((day - view.from) / (view.to - view.from)) * width;
  const content = make("g", { class: "content" });
  const bands: Drawn["bands"] = [];
  const stops: Stop[] = [];
  const edges = drawing.edges.map(dayOf);
  let top = AXIS;
  for (const lane of drawing.lanes) {
    const group = make("g", { transform: `translate(0 ${top + HEAD})` });
    const tall = lane.events ? drawEvents(group, stops, lane.events, scale, width) : drawCounts(group, lane.bins ?? {}, edges, scale, width);
    content.append(group);
    bands.push({ top, bottom: top + HEAD + tall + 6, lane });
    top += HEAD + tall + 6;
  }
  return { height: Math.max(top, AXIS + 40), content, bands, stops };
}

function drawEvents(group: SVGGElement, stops: Stop[], events: Mark[], scale: (day: number) => number, width: number): number {
  const placed = events.map((mark) => {
    const at = place(mark, scale);
    // The words of what began long ago stand where the window begins.
    const glyph = mark.shape === "span" && at.left < 8 && at.right > 40 ? 8 : at.glyph;
    // As much as fits on the wider side.
    const room = Math.max(glyph, width - glyph) - 24;
    const words = `${mark.hedged ? "≈ " : ""}${shorten(mark.label, Math.min(Math.max(Math.floor(room / widthOf("n")), 8), 38))}`;
    const length = 12 + widthOf(words);
    // Near the end of the window the words stand before the mark, where they can be read.
    const before = glyph < width && glyph + length > width && glyph > length;
    const [left, right] = before ? [glyph - length, glyph + 8] : [glyph - 8, glyph + length];
    return { mark, at, glyph, words, before, left: Math.min(at.left, left), right: Math.max(at.right, right) };
  });
  const seen = placed.filter((one) => one.right > -REACH * width && one.left < (1 + REACH) * width).sort((a, b) => a.left - b.left);
  const rows = pack(seen);
  seen.forEach((one, index) => {
    const link = drawEvent(one, (rows[index] ?? 0) * ROW + ROW / 2);
    group.append(link);
    stops.push({ link, x: one.glyph });
  });
  return (Math.max(-1, ...rows) + 1) * ROW;
}

interface Worded {
  mark: Mark;
  at: Placed;
  glyph: number;
  words: string;
  before: boolean;
}

function drawEvent({ mark, at, glyph, words, before }: Worded, y: number): SVGAElement {
  const link = make("a", { href: mark.page, class: `mark ${mark.standing} ${mark.shape}`, tabindex: -1, transform: `translate(0 ${y})` });
  link.setAttribute("aria-label", sayMark(mark));
  if (at.right > at.left) {
    const bar = { x: at.left.toFixed(1), y: -7, width: (at.right - at.left).toFixed(1), height: 14 };
    link.append(make("rect", { ...bar, class: "bar", rx: mark.shape === "span" ? 3 : 0 }));
    if (mark.shape === "span") link.append(make("path", { class: "ends", d: `M${at.left} -7V7M${at.right} -7V7` }));
  }
  link.append(make("path", { class: "glyph", d: GLYPHS[mark.standing], transform: `translate(${glyph.toFixed(1)} 0)` }));
  link.append(make("text", { x: (glyph + (before ? -11 : 11)).toFixed(1), y: 4.5, "text-anchor": before ? "end" : "start" }, words));
  return link;
}

function drawCounts(group: SVGGElement, bins: Bins, edges: number[], scale: (day: number) => number, width: number): number {
  for (const bar of drawBars(bins, edges, scale, BARS)) {
    if (bar.certain) group.append(make("path", { class: `bars ${bar.standing}`, d: bar.certain }));
    if (bar.possible) group.append(make("path", { class: `bars possible ${bar.standing}`, d: bar.possible }));
  }
  group.append(make("path", { class: "ground", d: `M${-REACH * width} ${BARS}H${(1 + REACH) * width}` }));
  return BARS;
}

export function drawNames(drawing: Drawing, bands: Drawn["bands"], width: number): SVGGElement {
  const names = make("g", { class: "names" });
  let panel = -1;
  for (const { top, lane } of bands) {
    const told = drawing.panels.length && lane.panel !== panel;
    panel = lane.panel;
    names.append(make("path", { class: told ? "border strong" : "border", d: `M0 ${top + 0.5}H${width}` }));
    const words = drawing.panels.length ? `${drawing.panels[lane.panel]} · ${lane.name}` : lane.name;
    const how = lane.bins ? `${lane.count} events, counted by ${drawing.unit}` : `${lane.count}`;
    names.append(make("text", { x: 8, y: top + 16 }, words, make("tspan", { class: "how", dx: 8 }, how)));
    if (lane.bins) names.append(make("text", { class: "how", x: 8, y: top + HEAD + 10 }, `most: ${highest(lane.bins)}`));
  }
  return names;
}

export function drawAxis(view: Span, width: number, height: number): SVGGElement {
  const axis = make("g", { class: "axis" });
  const length = view.to - view.from;
  const scale = (day: number): number => ((day - view.from) / length) * width;
  for (const tick of ticks(view.from - REACH * length, view.to + REACH * length, (1 + 2 * REACH) * width)) {
    const x = scale(tick.day).toFixed(1);
    axis.append(make("path", { class: tick.major ? "line major" : "line", d: `M${x} 0V${height}` }));
    axis.append(make("text", { x: Number(x) + 4, y: 16 }, tick.label));
  }
  return axis;
}

// A haze is strongest in its middle, an unknown end fades out.
const STOPS: Record<(typeof FADES)[number], [number, number][]> = {
  fuzzy: [[0, 0], [0.5, 0.55], [1, 0]],
  "open-start": [[0, 0], [1, 0.6]],
  "open-end": [[0, 0.6], [1, 0]],
};

export function drawFades(): SVGDefsElement {
  const fades = STANDINGS.flatMap((standing: Standing) =>
    FADES.map((fade) =>
      make(
        "linearGradient",
        { id: `fade-${fade}-${standing}` },
        ...STOPS[fade].map(([offset, opacity]) => make("stop", { offset, class: standing, "stop-opacity": opacity })),
      ),
    ),
  );
  const hatch = make("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  hatch.append(make("path", { d: "M0 0V5", class: "hatch" }));
  return make("defs", {}, ...fades, hatch);
}
