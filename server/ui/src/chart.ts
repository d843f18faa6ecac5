// How does a window of the time line become a drawing?
import { type Bins, drawBars, highest } from "./bars.ts";
import { GLYPHS, type Mark, place, type Placed, sayMark, type Standing, STANDINGS } from "./marks.ts";
import { type Extent, pack, shorten, widthOf } from "./packing.ts";
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
// So many windows are drawn on either side of the one that is seen: moving into them costs nothing. While the scale changes
// fewer are.
export const REACH = 2;
export const NEAR = 0.5;

// The lanes of a drawing and the links of their events: what was made once is only moved when the scale changes.
export interface Stage {
  content: SVGGElement;
  groups: SVGGElement[];
  links: Map<Mark, SVGAElement>;
}

export function setStage(drawing: Drawing): Stage {
  const groups = drawing.lanes.map(() => make("g"));
  return { content: make("g", { class: "content" }, ...groups), groups, links: new Map() };
}

export interface Drawn {
  height: number;
  // The lanes' places from top to bottom, for what a click means.
  bands: { top: number; bottom: number; lane: Lane }[];
  // The links of the events in the order in which they are walked through, and the pixel each stands on.
  stops: Stop[];
}

export interface Stop {
  link: SVGAElement;
  x: number;
}

// What moves with the days, for a view; the names of lanes, which stay where they are, are drawn by `drawNames`.
export function drawContent(stage: Stage, drawing: Drawing, view: Span, width: number, reach: number): Drawn {
  const scale = (day: number): number => ((day - view.from) / (view.to - view.from)) * width;
  const bands: Drawn["bands"] = [];
  const stops: Stop[] = [];
  const edges = drawing.edges.map(dayOf);
  let top = AXIS;
  drawing.lanes.forEach((lane, at) => {
    const group = stage.groups[at] as SVGGElement;
    group.setAttribute("transform", `translate(0 ${top + HEAD})`);
    const laid = lane.events ? layEvents(lane.events, scale, width, reach) : [];
    const tall = lane.events ? Math.max(0, ...laid.map((one) => one.y + ROW / 2)) : drawCounts(group, lane.bins ?? {}, edges, scale, width);
    if (lane.events) stops.push(...drawEvents(group, laid, stage.links));
    bands.push({ top, bottom: top + HEAD + tall + 6, lane });
    top += HEAD + tall + 6;
  });
  return { height: Math.max(top, AXIS + 40), bands, stops };
}

interface Laid {
  mark: Mark;
  at: Placed;
  glyph: number;
  words: string;
  before: boolean;
  y: number;
}

// The events that are seen, by their left ends, each in a row that has room for it.
function layEvents(events: Mark[], scale: (day: number) => number, width: number, reach: number): Laid[] {
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
  const seen = placed.filter((one) => one.right > -reach * width && one.left < (1 + reach) * width).sort((a, b) => a.left - b.left);
  const rows = pack(seen);
  return seen.map((one, index) => ({ ...one, y: (rows[index] ?? 0) * ROW + ROW / 2 }));
}

function drawEvents(group: SVGGElement, laid: Laid[], links: Stage["links"]): Stop[] {
  const stops = laid.map((one) => {
    const link = links.get(one.mark) ?? makeEvent(one.mark);
    links.set(one.mark, link);
    moveEvent(link, one);
    return { link, x: one.glyph };
  });
  const kept = new Set<Element>(stops.map((stop) => stop.link));
  for (const child of [...group.children]) if (!kept.has(child)) child.remove();
  group.append(...[...kept].filter((link) => link.parentNode !== group));
  return stops;
}

// Around its glyph; the words and what depends on the scale come when it is moved.
function makeEvent(mark: Mark): SVGAElement {
  const link = make("a", { href: mark.page, class: `mark ${mark.standing} ${mark.shape}`, tabindex: -1, "aria-label": sayMark(mark) });
  if (mark.shape !== "exact") link.append(make("rect", { class: "bar", y: -7, height: 14, rx: mark.shape === "span" ? 3 : 0 }));
  if (mark.shape === "span") link.append(make("path", { class: "ends" }));
  link.append(make("path", { class: "glyph", d: GLYPHS[mark.standing] }), make("text", { y: 4.5 }));
  return link;
}

function moveEvent(link: SVGAElement, { at, glyph, words, before, y }: Laid): void {
  link.setAttribute("transform", `translate(${glyph.toFixed(1)} ${y})`);
  const [left, right] = [(at.left - glyph).toFixed(1), (at.right - glyph).toFixed(1)];
  for (const part of link.children) {
    if (part.matches(".bar")) alter(part, { x: left, width: (at.right - at.left).toFixed(1) });
    else if (part.matches(".ends")) alter(part, { d: `M${left} -7V7M${right} -7V7` });
    else if (part.matches("text")) {
      alter(part, { x: before ? "-11" : "11", "text-anchor": before ? "end" : "start" });
      if (part.textContent !== words) part.textContent = words;
    }
  }
}

// What stays the same is not laid out again.
export function alter(part: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) if (part.getAttribute(name) !== value) part.setAttribute(name, value);
}

function drawCounts(group: SVGGElement, bins: Bins, edges: number[], scale: (day: number) => number, width: number): number {
  const bars = drawBars(bins, edges, scale, BARS).flatMap(({ standing, certain, possible }) => [
    make("path", { class: `bars ${standing}`, d: certain }),
    make("path", { class: `bars possible ${standing}`, d: possible }),
  ]);
  group.replaceChildren(...bars, make("path", { class: "ground", d: `M${-REACH * width} ${BARS}H${(1 + REACH) * width}` }));
  return BARS;
}

// Words alone: where they are none, the layer that stays has nothing to be painted.
export function drawNames(drawing: Drawing, bands: Drawn["bands"]): SVGGElement {
  const names = make("g", { class: "names" });
  for (const { top, lane } of bands) {
    const words = drawing.panels.length ? `${drawing.panels[lane.panel]} · ${lane.name}` : lane.name;
    const how = lane.bins ? `${lane.count} events, counted by ${drawing.unit}` : `${lane.count}`;
    names.append(make("text", { x: 8, y: top + 16 }, words, make("tspan", { class: "how", dx: 8 }, how)));
    if (lane.bins) names.append(make("text", { class: "how", x: 8, y: top + HEAD + 10 }, `most: ${highest(lane.bins)}`));
  }
  return names;
}

// Half of "2015" is another number.
export function isCut({ left, right }: Extent, width: number): boolean {
  return (left < 0 && right > 0) || (left < width && right > width);
}

// The days, and the borders between lanes and between panels.
export function drawAxis(view: Span, width: number, { height, bands }: Drawn): SVGGElement {
  const axis = make("g", { class: "axis" });
  bands.forEach(({ top, lane }, at) => {
    const other = at > 0 && lane.panel !== bands[at - 1]?.lane.panel;
    axis.append(make("path", { class: other ? "border strong" : "border", d: `M${-REACH * width} ${top + 0.5}H${(1 + REACH) * width}` }));
  });
  const length = view.to - view.from;
  const scale = (day: number): number => ((day - view.from) / length) * width;
  for (const tick of ticks(view.from - REACH * length, view.to + REACH * length, (1 + 2 * REACH) * width)) {
    const x = scale(tick.day);
    axis.append(make("path", { class: tick.major ? "line major" : "line", d: `M${x.toFixed(1)} 0V${height}` }));
    if (!isCut({ left: x + 4, right: x + 4 + widthOf(tick.label) }, width)) axis.append(make("text", { x: (x + 4).toFixed(1), y: 16 }, tick.label));
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
