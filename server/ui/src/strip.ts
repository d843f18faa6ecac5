// Where in the whole time does the window lie? A strip of counts, in which it can be moved and drawn anew.
import { type Bins, drawBars } from "./bars.ts";
import { el } from "./dom.ts";
import { follow } from "./dragging.ts";
import { make } from "./svg.ts";
import { dayOf, move, sayDay, type Span, zoom } from "./time.ts";

export interface Whole {
  edges: string[];
  bins: Bins;
  unit: string;
}

const DAYS = 14;
const HEIGHT = DAYS + 36;

export class Strip {
  private readonly bars = make("svg", { height: HEIGHT, "aria-hidden": "true" });
  private readonly brush = el("div", { class: "brush" });
  readonly element = el("div", { class: "strip", tabindex: "0", role: "slider", "aria-label": "Window of time", "aria-valuemin": "0", "aria-valuemax": "100" }, this.bars, this.brush);
  private readonly edges: number[];
  private width = 1;

  constructor(
    private readonly whole: Whole,
    private readonly change: (view: Span, settled: boolean) => void,
  ) {
    this.edges = whole.edges.map(dayOf);
    this.element.addEventListener("pointerdown", (press) => this.drag(press));
    this.element.addEventListener("keydown", (press) => this.key(press));
  }

  private view: Span = { from: 0, to: 1 };

  private get extent(): Span {
    return { from: this.edges[0] ?? 0, to: this.edges.at(-1) ?? 1 };
  }

  private x(day: number): number {
    const { from, to } = this.extent;
    return ((day - from) / (to - from)) * this.width;
  }

  private day(x: number): number {
    const { from, to } = this.extent;
    return from + (x / this.width) * (to - from);
  }

  draw(width: number): void {
    this.width = width;
    const scale = (day: number): number => this.x(day);
    const bars = drawBars(this.whole.bins, this.edges, scale, HEIGHT - DAYS);
    const paths = bars.flatMap((bar) => [make("path", { class: `bars ${bar.standing}`, d: bar.certain }), make("path", { class: `bars possible ${bar.standing}`, d: bar.possible })]);
    this.bars.setAttribute("width", String(width));
    this.bars.replaceChildren(make("g", { transform: `translate(0 ${DAYS})` }, ...paths), ...this.ends());
    this.show(this.view);
  }

  // The first and the last day stand above the bars; the lanes below have the days between.
  private ends(): SVGTextElement[] {
    const { from, to } = this.extent;
    return [make("text", { x: 4, y: 11 }, sayDay(from)), make("text", { x: this.width - 4, y: 11, "text-anchor": "end" }, sayDay(to - 1))];
  }

  show(view: Span): void {
    this.view = view;
    const [left, right] = [this.x(view.from), Math.max(this.x(view.to), this.x(view.from) + 3)];
    this.brush.style.transform = `translateX(${left.toFixed(1)}px)`;
    // Another width is painted anew, and with it the page around it.
    const wide = `${(right - left).toFixed(1)}px`;
    if (this.brush.style.width !== wide) this.brush.style.width = wide;
    const middle = Math.min(Math.max((left + right) / 2 / this.width, 0), 1);
    this.element.setAttribute("aria-valuenow", String(Math.round(middle * 100)));
    this.element.setAttribute("aria-valuetext", `${sayDay(view.from)} to ${sayDay(view.to)}`);
  }

  private key(press: KeyboardEvent): void {
    const step = (this.view.to - this.view.from) / 2;
    const moves: Record<string, () => Span> = {
      ArrowLeft: () => move(this.view, -step),
      ArrowRight: () => move(this.view, step),
      ArrowUp: () => zoom(this.view, 0.5),
      ArrowDown: () => zoom(this.view, 2),
      Home: () => move(this.view, this.extent.from - this.view.from),
      End: () => move(this.view, this.extent.to - this.view.to),
    };
    const made = moves[press.key];
    if (!made || press.ctrlKey || press.metaKey || press.altKey) return;
    press.preventDefault();
    this.change(made(), true);
  }

  // Inside the window it is moved; outside a new one is drawn.
  private drag(press: PointerEvent): void {
    const left = this.element.getBoundingClientRect().left;
    const began = this.day(press.clientX - left);
    const first = this.view;
    const inside = began > first.from && began < first.to && first.to - first.from < 0.98 * (this.extent.to - this.extent.from);
    let moved = false;
    const to = (event: PointerEvent): Span => {
      const now = this.day(event.clientX - left);
      if (inside) return move(first, now - began);
      return { from: Math.min(began, now), to: Math.max(began, now) };
    };
    const step = (event: PointerEvent): void => {
      moved ||= Math.abs(event.clientX - press.clientX) > 3;
      if (moved) this.change(zoom(to(event), 1), false);
    };
    const end = (event: PointerEvent, taken: boolean): void => {
      if (taken) return this.change(first, true);
      // A click alone opens the one bar under it.
      const bar = this.edges.findIndex((edge) => edge > began);
      const clicked = bar > 0 ? { from: this.edges[bar - 1] ?? 0, to: this.edges[bar] ?? 1 } : first;
      this.change(moved ? zoom(to(event), 1) : clicked, true);
    };
    this.element.setPointerCapture(press.pointerId);
    follow(this.element, step, end);
  }
}
