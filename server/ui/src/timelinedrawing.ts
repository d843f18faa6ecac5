// How does a person move through the time line? Drag, wheel, keys and buttons; the server gives what lies in the window.
import { binAt, countAt } from "./bars.ts";
import { type Drawing, type Drawn, NEAR, REACH, type Stop } from "./chart.ts";
import { el } from "./dom.ts";
import { follow } from "./dragging.ts";
import { keepFitting } from "./fitting.ts";
import { Layers } from "./layers.ts";
import { Strip, type Whole } from "./strip.ts";
import { dayOf, isoOf, move, sayDay, type Span, zoom } from "./time.ts";
import { button, drawTools, type Offer } from "./tools.ts";

// Milliseconds until new days stand above the drawing: to write them is to paint the page, which no frame of a drag need wait for.
const TOLD_AFTER = 150;

export class Timeline {
  private readonly layers: Layers;
  private readonly chart = el("div", { class: "chart", role: "group", tabindex: "0", "aria-busy": "false", "aria-label": "Events in time; arrow keys move, plus and minus zoom, Enter goes to the first event" });
  private readonly days = el("span", { class: "days" });
  private readonly card = document.createElement("p");
  private readonly note = document.createElement("p");
  private readonly strip: Strip;
  private readonly all: Span;
  private view: Span;
  private drawn: Drawn = { height: 0, bands: [], stops: [] };
  private drawnFor: Span = { from: 0, to: 1 };
  private width = 800;
  private waiting: AbortController | undefined;
  private timer = 0;
  private telling = 0;
  private reach = REACH;

  constructor(
    private readonly host: HTMLElement,
    private drawing: Drawing,
    whole: Whole,
  ) {
    this.view = { from: dayOf(drawing.from), to: dayOf(drawing.to) + 1 };
    this.all = { from: Math.min(this.view.from, dayOf(whole.edges[0] ?? drawing.from)), to: Math.max(this.view.to, dayOf(whole.edges.at(-1) ?? drawing.to)) };
    this.strip = new Strip(whole, (view, settled) => this.go(view, settled));
    this.layers = new Layers(drawing);
    this.chart.append(this.layers.moving, this.layers.names);
    this.card.className = "card";
    this.note.className = "note";
    this.note.setAttribute("role", "status");
    host.replaceChildren(this.tools(), this.strip.element, this.chart, this.card, this.note);
    this.listen();
  }

  private tools(): HTMLElement {
    const around = (act: (view: Span) => Span): (() => void) => () => this.go(act(this.view), true);
    const offers: Offer[] = [
      ["◀", "Earlier", around((view) => move(view, (view.from - view.to) / 2))],
      ["▶", "Later", around((view) => move(view, (view.to - view.from) / 2))],
      ["+", "Zoom in", around((view) => zoom(view, 0.5))],
      ["−", "Zoom out", around((view) => zoom(view, 2))],
      ["All", "All of the time", around(() => this.all)],
      ["List this window", "List this window", () => this.narrow()],
    ];
    return drawTools(offers, this.days);
  }

  // The table below then has what the window shows.
  private narrow(): void {
    const fields = this.fields();
    fields.set("start", isoOf(Math.ceil(this.view.from)));
    fields.set("end", isoOf(Math.floor(this.view.to - 0.001)));
    for (const name of ["from", "to", "page"]) fields.delete(name);
    location.href = `/?${fields}`;
  }

  // The filters of this page's address; of a page about one thing, those that its drawing was made with.
  private fields(): URLSearchParams {
    return new URLSearchParams(this.host.dataset.query ?? location.search);
  }

  private resize(): void {
    const width = this.chart.clientWidth || 800;
    if (width === this.width && this.drawn.height) return;
    this.width = width;
    this.strip.draw(width);
    this.render();
  }

  private render(reach = REACH): void {
    this.drawn = this.layers.draw(this.view, this.width, reach);
    this.chart.style.height = `${this.drawn.height + 2}px`;
    this.drawnFor = this.view;
    this.reach = reach;
    this.shift();
    this.enter(this.focused() ?? this.first());
  }

  // To move costs one transform: the lanes are drawn again only when their scale or their events change.
  private shift(): void {
    if (Math.abs(this.by) > (this.reach - NEAR) * this.width) return this.render();
    this.layers.shift(this.by);
    this.strip.show(this.view);
    this.telling ||= window.setTimeout(() => this.tellDays(), TOLD_AFTER);
  }

  private tellDays(): void {
    this.telling = 0;
    this.days.textContent = `${sayDay(this.view.from)} to ${sayDay(this.view.to)}`;
  }

  // How far the drawing has moved since it was made, in pixels.
  private get by(): number {
    return ((this.drawnFor.from - this.view.from) / (this.view.to - this.view.from)) * this.width;
  }

  private sees({ x }: Stop): boolean {
    return x + this.by >= 0 && x + this.by <= this.width;
  }

  private first(): SVGAElement | undefined {
    return (this.drawn.stops.find((stop) => this.sees(stop)) ?? this.drawn.stops[0])?.link;
  }

  private go(view: Span, settled: boolean): void {
    const rescaled = Math.abs((view.to - view.from) / (this.view.to - this.view.from) - 1) > 1e-9;
    this.view = view;
    if (rescaled) this.render(settled ? REACH : NEAR);
    else this.shift();
    // Not on the way: to draw what comes costs the frames of a drag.
    if (settled) this.ask(0);
  }

  private ask(delay: number): void {
    window.clearTimeout(this.timer);
    this.chart.setAttribute("aria-busy", "true");
    const tell = (error: unknown): void => {
      // Others are asked for.
      if ((error as Error).name === "AbortError") return;
      this.chart.setAttribute("aria-busy", "false");
      this.note.replaceChildren(`These days could not be fetched (${String(error)}). What is drawn stays. `, button(["Try again", "Try again", () => this.ask(0)]));
    };
    this.timer = window.setTimeout(() => void this.load().catch(tell), delay);
  }

  private async load(): Promise<void> {
    this.waiting?.abort();
    this.waiting = new AbortController();
    const fields = this.fields();
    fields.set("from", isoOf(Math.floor(this.view.from)));
    fields.set("to", isoOf(Math.ceil(this.view.to) - 1));
    const answer = await fetch(`${this.host.dataset.window}?${fields}`, { signal: this.waiting.signal });
    if (!answer.ok) throw new Error(`the server said ${answer.status}`);
    this.drawing = (await answer.json()) as Drawing;
    this.note.textContent = "";
    this.chart.setAttribute("aria-busy", "false");
    const held = this.focused()?.getAttribute("href");
    this.layers.take(this.drawing);
    this.render();
    if (held) this.chart.querySelector<SVGAElement>(`a[href="${CSS.escape(held)}"]`)?.focus();
    this.remember();
  }

  private focused(): SVGAElement | undefined {
    return this.drawn.stops.find((stop) => stop.link === (document.activeElement as Element | null))?.link;
  }

  private remember(): void {
    if (this.host.dataset.query !== undefined) return;
    const fields = new URLSearchParams(location.search);
    fields.set("from", isoOf(this.view.from));
    fields.set("to", isoOf(this.view.to));
    history.replaceState(null, "", `${location.pathname}?${fields}`);
  }

  private listen(): void {
    keepFitting(this.host, () => this.resize());
    this.chart.addEventListener("pointerdown", (press) => this.drag(press));
    this.chart.addEventListener("wheel", (turn) => this.wheel(turn), { passive: false });
    this.chart.addEventListener("keydown", (press) => this.key(press));
    this.chart.addEventListener("focusin", (event) => this.follow(event.target as Element));
    for (const kind of ["pointerover", "focusin"]) this.chart.addEventListener(kind, (event) => this.tell(event));
    this.chart.addEventListener("dblclick", (event) => this.go(zoom(this.view, 0.4, this.dayAt(event)), true));
    this.chart.addEventListener("dragstart", (event) => event.preventDefault());
  }

  private dayAt(event: MouseEvent): number {
    const x = event.clientX - this.chart.getBoundingClientRect().left;
    return this.view.from + (x / this.width) * (this.view.to - this.view.from);
  }

  private drag(press: PointerEvent): void {
    if (press.button !== 0) return;
    const first = this.view;
    const scale = (first.to - first.from) / this.width;
    let moved = false;
    const step = (event: PointerEvent): void => {
      if (!moved && Math.abs(event.clientX - press.clientX) < 4) return;
      if (!moved) this.chart.setPointerCapture(press.pointerId);
      moved = true;
      this.go(move(first, (press.clientX - event.clientX) * scale), false);
    };
    const end = (event: PointerEvent, taken: boolean): void => {
      if (moved) {
        this.chart.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
        this.go(this.view, true);
      } else if (!taken && !(event.target as Element).closest("a")) this.open(event);
    };
    follow(this.chart, step, end);
  }

  // A click on a bar opens its day, month or year.
  private open(event: MouseEvent): void {
    const bar = this.barAt(event);
    if (bar) this.go({ from: bar.from, to: bar.to }, true);
  }

  private barAt(event: MouseEvent): (Span & { name: string; certain: number; possible: number }) | null {
    const y = event.clientY - this.chart.getBoundingClientRect().top;
    const lane = this.drawn.bands.find((band) => y >= band.top && y < band.bottom)?.lane;
    const edges = this.drawing.edges.map(dayOf);
    const bin = lane?.bins ? binAt(edges, this.dayAt(event)) : null;
    if (!lane?.bins || bin === null) return null;
    return { name: lane.name, from: edges[bin] ?? 0, to: edges[bin + 1] ?? 1, ...countAt(lane.bins, bin) };
  }

  // The plain wheel scrolls the page; with a key it zooms, sideways it moves.
  private wheel(turn: WheelEvent): void {
    const sideways = turn.shiftKey ? turn.deltaY : turn.deltaX;
    if (turn.ctrlKey || turn.metaKey) this.go(zoom(this.view, Math.exp(turn.deltaY * 0.003), this.dayAt(turn)), false);
    else if (Math.abs(sideways) > Math.abs(turn.shiftKey ? 0 : turn.deltaY)) this.go(move(this.view, (sideways * (this.view.to - this.view.from)) / this.width), false);
    else return;
    turn.preventDefault();
    this.ask(150);
  }

  private key(press: KeyboardEvent): void {
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    const onEvent = press.target !== this.chart;
    const length = this.view.to - this.view.from;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => (onEvent ? this.walk(-1) : this.go(move(this.view, -length * 0.2), true)),
      ArrowRight: () => (onEvent ? this.walk(1) : this.go(move(this.view, length * 0.2), true)),
      "+": () => this.go(zoom(this.view, 0.5), true),
      "=": () => this.go(zoom(this.view, 0.5), true),
      "-": () => this.go(zoom(this.view, 2), true),
      Home: () => this.go(this.all, true),
      Escape: () => this.chart.focus(),
    };
    if (!onEvent) actions.Enter = () => this.walk(0);
    const action = actions[press.key];
    if (!action) return;
    press.preventDefault();
    action();
  }

  // From event to event, lane by lane; one of them is in the tab order.
  private walk(by: number): void {
    const links = this.drawn.stops.map((stop) => stop.link);
    const at = links.indexOf(document.activeElement as unknown as SVGAElement);
    const next = at < 0 ? this.first() : links[Math.min(Math.max(at + by, 0), links.length - 1)];
    this.enter(next);
    next?.focus();
  }

  private enter(link: SVGAElement | undefined): void {
    this.chart.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    link?.setAttribute("tabindex", "0");
  }

  // Whoever walks beyond the window takes it along.
  private follow(link: Element): void {
    const stop = this.drawn.stops.find((one) => one.link === link);
    if (!stop || this.sees(stop) || !link.matches(":focus-visible")) return;
    const off = (stop.x + this.by) / this.width - 0.5;
    this.go(move(this.view, off * (this.view.to - this.view.from)), true);
  }

  private tell(event: Event): void {
    const link = (event.target as Element).closest("a.mark");
    if (link) this.card.textContent = link.getAttribute("aria-label");
    else if (event instanceof PointerEvent) this.tellBar(event);
  }

  private tellBar(event: PointerEvent): void {
    const bar = this.barAt(event);
    if (!bar) return;
    const period = `${sayDay(bar.from)} to ${sayDay(bar.to - 1)}`;
    this.card.textContent = `${bar.name}, ${period}: ${bar.certain} certainly then, ${bar.possible} that may lie in it or last longer. A click opens it.`;
  }

  picture(): { svg: string; width: number; height: number } {
    this.render();
    const [width, height] = [this.width, this.drawn.height];
    return { svg: this.layers.picture(width, height), width, height };
  }
}
