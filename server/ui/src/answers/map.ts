// Where do the rows of an answer lie? Circles over the outlines that ship with the program; a degree is a unit, from 180° west
// and from the North Pole.
import { el } from "../dom.ts";
import { keepFitting } from "../fitting.ts";
import { sides } from "../forces.ts";
import { shorten, widthOf } from "../packing.ts";
import { make } from "../svg.ts";
import { drawTools } from "../tools.ts";
import type { MapPlan } from "./columns.ts";
import { around, type Circle, first, gather, type Spot, spotsOf, type View, viewOf } from "./gathering.ts";
import type { Answer } from "./read.ts";
import { pictured, type Writing } from "./writing.ts";

const LEAST_SPAN = 24;
const MOST = 2000;
const NAMED = 40;
// Circles whose names may lie over smaller circles: a map without them says nothing.
const CHIEF = 8;
const LONGEST = 28;
const TOLD = 6;
const TYPE_PIXELS = 13;
// Radii in sizes of the type: of any place, and of a circle that holds a number.
const [LEAST, LEAST_OF_MANY, UNWEIGHED] = [0.32, 0.75, 0.45];

class MapDrawing {
  private view: View;
  private readonly place = el("div");
  readonly node: HTMLElement;

  constructor(
    private readonly spots: Spot[],
    private readonly weighed: boolean,
    private readonly outlines: string,
  ) {
    this.view = viewOf(spots, LEAST_SPAN);
    const zoom = (by: number) => (): void => this.go(around(this.view.left + this.view.width / 2, this.view.top + this.view.height / 2, this.view.width * by));
    this.node = el("div", {}, drawTools([["+", "Zoom in", zoom(0.5)], ["−", "Zoom out", zoom(2)], ["All", "All places", () => this.go(viewOf(spots, LEAST_SPAN))]]), this.place);
  }

  /** Once the node stands in the page. */
  begin(): void {
    keepFitting(this.place, () => this.draw());
  }

  private go(view: View): void {
    this.view = view;
    this.draw();
  }

  private draw(): void {
    const { left, top, width, height } = this.view;
    const size = (width * TYPE_PIXELS) / (this.place.clientWidth || 800);
    const inside = this.spots.filter(({ x, y }) => x >= left && x <= left + width && y >= top && y <= top + height);
    const circles = gather(inside, size);
    const heaviest = circles[0]?.weight ?? 1;
    const radius = (one: Circle): number => {
      const least = one.spots.length > 1 ? LEAST_OF_MANY : this.weighed ? LEAST : UNWEIGHED;
      return size * (this.weighed ? Math.max(Math.sqrt(one.weight / heaviest), least) : least);
    };
    const drawing = make("svg", { viewBox: `${left} ${top} ${width} ${height}`, role: "group", "aria-label": `Map of ${inside.length} rows; the table has the same` });
    drawing.append(make("use", { class: "land", href: `${this.outlines}#land` }), make("use", { class: "borders", href: `${this.outlines}#borders` }));
    drawing.append(...circles.map((one) => this.circle(one, radius(one), size)), ...this.names(circles, radius, size));
    this.place.replaceChildren(drawing);
  }

  private circle(one: Circle, radius: number, size: number): SVGElement {
    const [{ x, y, page }, part] = [first(one), viewOf(one.spots)];
    const told = one.spots.slice(0, TOLD).map((spot) => (this.weighed ? `${spot.label}: ${spot.weight}` : spot.label));
    const more = one.spots.length > TOLD ? ` and ${one.spots.length - TOLD} more` : "";
    const opens = one.spots.length > 1 && part.width < this.view.width;
    const link = make("a", { class: "spot asserted" }, make("title", {}, `${told.join(", ")}${more}${opens ? "; opens their part of the map" : ""}`), make("circle", { cx: x.toFixed(2), cy: y.toFixed(2), r: radius.toFixed(3) }));
    if (one.spots.length > 1) {
      const number = this.weighed ? Number(one.weight.toPrecision(4)) : one.spots.length;
      link.append(make("text", { class: "spot-count", x: x.toFixed(2), y: y.toFixed(2), "font-size": (size * 0.85).toFixed(2), "aria-hidden": "true" }, String(number)));
    } else if (page) link.setAttribute("href", page);
    if (opens) this.makeButton(link, part);
    return link;
  }

  private makeButton(link: SVGElement, part: View): void {
    link.setAttribute("role", "button");
    link.setAttribute("tabindex", "0");
    const open = (): void => {
      this.go(part);
      this.place.querySelector<SVGElement>("a[href], a[tabindex]")?.focus();
    };
    link.addEventListener("click", open);
    link.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" && press.key !== " ") return;
      press.preventDefault();
      open();
    });
  }

  // Beside their circles, to the right or else to the left; a name that would cover another, or run off the map, is left out.
  private names(circles: Circle[], radius: (one: Circle) => number, size: number): SVGTextElement[] {
    const boxes = circles.map((one) => {
      const [{ x, y }, r] = [first(one), radius(one)];
      return { x: x - r, y: y - r, width: 2 * r, height: 2 * r };
    });
    const words = circles.slice(0, NAMED).map((one) => shorten(first(one).label, LONGEST) + (one.spots.length > 1 ? ` +${one.spots.length - 1}` : ""));
    const choices = words.map((text, at) => {
      const [{ x, y }, width, gap] = [first(circles[at] as Circle), widthOf(text, size), radius(circles[at] as Circle) + size / 4];
      return [x + gap, x - gap - width].map((left) => ({ x: left, y: y - size / 2, width, height: size }));
    });
    const { left, top, width, height } = this.view;
    return sides(choices, boxes, CHIEF, { x: left, y: top, width, height }).flatMap((side, at) => {
      const box = choices[at]?.[side ?? -1];
      if (!box) return [];
      const x = side ? box.x + box.width : box.x;
      return [make("text", { class: "spot-name", x: x.toFixed(2), y: (box.y + size / 2).toFixed(2), "font-size": size.toFixed(2), "text-anchor": side ? "end" : "start", "aria-hidden": "true" }, words[at] ?? "")];
    });
  }
}

export function drawMap(answer: Answer, plan: MapPlan, writing: Writing, outlines: string, host: HTMLElement): void {
  const every = spotsOf(answer, plan, writing);
  if (!every.length) {
    host.replaceChildren(pictured(make("svg"), "No row has degrees of latitude and longitude."));
    return;
  }
  const drawing = new MapDrawing(every.slice(0, MOST), plan.weight !== null, outlines);
  const left = answer.rows.length - every.length;
  const said = [`${every.length} rows have a point`, left ? `${left} have none` : "", every.length > MOST ? `${MOST} are drawn` : "", plan.weight ? `the area of a circle is ?${plan.weight}` : "", "a circle with a number holds several places close together, and opens that part of the map"];
  host.replaceChildren(el("figure", { class: "map" }, drawing.node, el("figcaption", { class: "small" }, `${said.filter(Boolean).join("; ")}. Outlines: Natural Earth; borders as they are held, no opinion on whose they are.`)));
  drawing.begin();
}
