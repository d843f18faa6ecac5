// Where do the rows of an answer lie? Circles over the outlines that ship with the program; a degree is a unit, from 180° west
// and from the North Pole.
import { sides } from "../forces.ts";
import { shorten, widthOf } from "../packing.ts";
import { make } from "../svg.ts";
import type { MapPlan } from "./columns.ts";
import type { Answer } from "./read.ts";
import { pictured, type Writing } from "./writing.ts";

const LEAST_SPAN = 24;
const MOST = 2000;
const NAMED = 40;

export interface Spot {
  x: number;
  y: number;
  weight: number;
  label: string;
  page: string | null;
}

export interface View {
  left: number;
  top: number;
  width: number;
  height: number;
}

// Rows with a point on the globe, the heaviest first.
export function spotsOf(answer: Answer, plan: MapPlan, writing: Writing): Spot[] {
  const spots = answer.rows.flatMap((row) => {
    const [lat, long] = [Number(row[plan.lat]?.value ?? NaN), Number(row[plan.long]?.value ?? NaN)];
    if (!(Math.abs(lat) <= 90 && Math.abs(long) <= 180)) return [];
    const named = plan.label ? row[plan.label] : undefined;
    const weight = plan.weight ? Number(row[plan.weight]?.value ?? 1) : 1;
    return [{ x: long + 180, y: 90 - lat, weight: Math.max(weight || 1, 0.1), label: writing.words(named), page: writing.page(named) }];
  });
  return spots.sort((a, b) => b.weight - a.weight);
}

export function viewOf(spots: Spot[]): View {
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const width = Math.min(Math.max((right - left) * 1.15, (bottom - top) * 2.3, LEAST_SPAN), 360);
  const height = width / 2;
  return { left: hold((left + right - width) / 2, 360 - width), top: hold((top + bottom - height) / 2, 180 - height), width, height };
}

function hold(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

// Beside their spots, to the right or else to the left; a name that would cover another, or run off the map, is left out.
function drawNames(spots: Spot[], view: View, radius: (spot: Spot) => number): SVGTextElement[] {
  const size = view.width / 90;
  const choices = spots.map((spot) => {
    const [width, gap] = [widthOf(shorten(spot.label, 28), size), radius(spot) + size / 4];
    const box = { y: spot.y - size / 2, width, height: size };
    const both = [{ ...box, x: spot.x + gap, anchor: "start" }, { ...box, x: spot.x - gap - width, anchor: "end" }];
    return both.filter(({ x }) => x >= view.left && x + width <= view.left + view.width);
  });
  return sides(choices, []).flatMap((side, at) => {
    const [box, spot] = [choices[at]?.[side ?? -1], spots[at]];
    if (!box || !spot) return [];
    const x = box.anchor === "end" ? box.x + box.width : box.x;
    return [make("text", { class: "spot-name", x: x.toFixed(2), y: spot.y.toFixed(2), "font-size": size.toFixed(2), "text-anchor": box.anchor, "aria-hidden": "true" }, shorten(spot.label, 28))];
  });
}

export function drawMap(answer: Answer, plan: MapPlan, writing: Writing, outlines: string): HTMLElement {
  const every = spotsOf(answer, plan, writing);
  const spots = every.slice(0, MOST);
  if (!spots.length) return pictured(make("svg"), "No row has degrees of latitude and longitude.");
  const view = viewOf(spots);
  const heaviest = spots[0]?.weight ?? 1;
  const drawing = make("svg", { viewBox: `${view.left} ${view.top} ${view.width} ${view.height}`, role: "group", "aria-label": `Map of ${spots.length} rows; the table has the same` });
  drawing.append(make("use", { class: "land", href: `${outlines}#land` }), make("use", { class: "borders", href: `${outlines}#borders` }));
  const radius = (spot: Spot): number => (view.width / 80) * (plan.weight ? Math.max(Math.sqrt(spot.weight / heaviest), 0.32) : 0.45);
  for (const spot of spots) {
    const link = make("a", { class: "spot asserted" }, make("title", {}, plan.weight ? `${spot.label}: ${spot.weight}` : spot.label), make("circle", { cx: spot.x.toFixed(2), cy: spot.y.toFixed(2), r: radius(spot).toFixed(3) }));
    if (spot.page) link.setAttribute("href", spot.page);
    drawing.append(link);
  }
  drawing.append(...drawNames(spots.slice(0, NAMED), view, radius));
  const left = answer.rows.length - every.length;
  const said = [`${every.length} rows have a point`, left ? `${left} have none` : "", every.length > MOST ? `${MOST} are drawn` : "", plan.weight ? `the area of a circle is ?${plan.weight}` : ""];
  const figure = pictured(drawing, `${said.filter(Boolean).join("; ")}. Outlines: Natural Earth; borders as they are held, no opinion on whose they are.`);
  figure.classList.add("map");
  return figure;
}
