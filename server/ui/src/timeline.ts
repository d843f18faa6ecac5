// How does a person move through the time line? Drag, wheel, keys and buttons; the server gives what lies in the window.
import { binAt, countAt } from "./bars.ts";
import { drawAxis, drawContent, drawFades, drawNames, type Drawing, type Drawn } from "./chart.ts";
import { save, toPng, toSvg } from "./picture.ts";
import { Strip, type Whole } from "./strip.ts";
import { make } from "./svg.ts";
import { dayOf, isoOf, move, sayDay, type Span, zoom } from "./time.ts";
import "./timeline.css";

function button(label: string, title: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (title !== label) {
    made.setAttribute("aria-label", title);
    made.title = title;
  }
  made.addEventListener("click", act);
  return made;
}

class Timeline {
  private readonly svg = make("svg", { class: "chart", role: "group", tabindex: 0, "aria-label": "Events in time; arrow keys move, plus and minus zoom, Enter goes to the first event" });
  private readonly fades = drawFades();
  private readonly card = document.createElement("p");
  private readonly note = document.createElement("p");
  private readonly strip: Strip;
  private readonly all: Span;
  private view: Span;
  private drawn: Drawn = { height: 0, content: make("g"), bands: [] };
  private drawnFor: Span = { from: 0, to: 1 };
  private width = 800;
  private waiting: AbortController | undefined;
  private timer = 0;

  constructor(
    private readonly host: HTMLElement,
    private drawing: Drawing,
    whole: Whole,
  ) {
    this.view = { from: dayOf(drawing.from), to: dayOf(drawing.to) + 1 };
    this.all = { from: Math.min(this.view.from, dayOf(whole.edges[0] ?? drawing.from)), to: Math.max(this.view.to, dayOf(whole.edges.at(-1) ?? drawing.to)) };
    this.strip = new Strip(whole, (view, settled) => this.go(view, settled));
    this.card.className = "card";
    this.note.className = "note";
    this.note.setAttribute("role", "status");
    host.replaceChildren(this.tools(), this.strip.element, this.svg, this.card, this.note);
    this.listen();
    this.resize();
  }

  private tools(): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "row tools noprint";
    const around = (act: (view: Span) => Span): (() => void) => () => this.go(act(this.view), true);
    tools.append(
      button("◀", "Earlier", around((view) => move(view, (view.from - view.to) / 2))),
      button("▶", "Later", around((view) => move(view, (view.to - view.from) / 2))),
      button("+", "Zoom in", around((view) => zoom(view, 0.5))),
      button("−", "Zoom out", around((view) => zoom(view, 2))),
      button("All", "All of the time", around(() => this.all)),
      button("List only this window", "List only this window", () => this.narrow()),
    );
    return tools;
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
    const width = Math.round(this.host.clientWidth) || 800;
    if (width === this.width && this.drawn.height) return;
    this.width = width;
    this.strip.draw(width);
    this.render();
  }

  private render(): void {
    this.drawn = drawContent(this.drawing, this.view, this.width);
    this.drawnFor = this.view;
    this.svg.setAttribute("height", String(this.drawn.height));
    this.shift();
    this.svg.querySelector("a")?.setAttribute("tabindex", "0");
  }

  // To move costs one transform: the lanes are drawn again only when their scale or their events change.
  private shift(): void {
    const by = ((this.drawnFor.from - this.view.from) / (this.view.to - this.view.from)) * this.width;
    this.drawn.content.setAttribute("transform", `translate(${by.toFixed(1)} 0)`);
    const axis = drawAxis(this.view, this.width, this.drawn.height);
    if (this.drawn.content.parentNode === this.svg) this.svg.querySelector(".axis")?.replaceWith(axis);
    else this.svg.replaceChildren(this.fades, axis, this.drawn.content, drawNames(this.drawing, this.drawn.bands, this.width));
    this.strip.show(this.view);
  }

  private go(view: Span, settled: boolean): void {
    const rescaled = Math.abs((view.to - view.from) / (this.view.to - this.view.from) - 1) > 1e-9;
    this.view = view;
    if (rescaled) this.render();
    else this.shift();
    const known = { from: dayOf(this.drawing.from), to: dayOf(this.drawing.to) + 1 };
    if (settled || view.from < known.from || view.to > known.to) this.ask(settled ? 0 : 80);
  }

  private ask(delay: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.load().catch((error: unknown) => {
        if ((error as Error).name === "AbortError") return;
        this.note.replaceChildren(`These days could not be fetched (${String(error)}). What is drawn stays. `, button("Try again", "Try again", () => this.ask(0)));
      });
    }, delay);
  }

  private async load(): Promise<void> {
    this.waiting?.abort();
    this.waiting = new AbortController();
    const length = this.view.to - this.view.from;
    const fields = this.fields();
    fields.set("from", isoOf(Math.floor(this.view.from - length)));
    fields.set("to", isoOf(Math.ceil(this.view.to + length)));
    const answer = await fetch(`${this.host.dataset.window}?${fields}`, { signal: this.waiting.signal });
    if (!answer.ok) throw new Error(`the server said ${answer.status}`);
    this.drawing = (await answer.json()) as Drawing;
    this.note.textContent = "";
    const held = this.focused();
    this.render();
    if (held) this.svg.querySelector<SVGAElement>(`a[href="${CSS.escape(held)}"]`)?.focus();
    this.remember();
  }

  private focused(): string | null {
    const active = document.activeElement;
    return active && this.svg.contains(active) ? active.getAttribute("href") : null;
  }

  private remember(): void {
    if (this.host.dataset.query !== undefined) return;
    const fields = new URLSearchParams(location.search);
    fields.set("from", isoOf(this.view.from));
    fields.set("to", isoOf(this.view.to));
    history.replaceState(null, "", `${location.pathname}?${fields}`);
  }

  private listen(): void {
    new ResizeObserver(() => this.resize()).observe(this.host);
    this.svg.addEventListener("pointerdown", (press) => this.drag(press));
    this.svg.addEventListener("wheel", (turn) => this.wheel(turn), { passive: false });
    this.svg.addEventListener("keydown", (press) => this.key(press));
    for (const kind of ["pointerover", "focusin"]) this.svg.addEventListener(kind, (event) => this.tell(event));
    this.svg.addEventListener("dblclick", (event) => this.go(zoom(this.view, 0.4, this.dayAt(event)), true));
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
  }

  private dayAt(event: MouseEvent): number {
    const x = event.clientX - this.svg.getBoundingClientRect().left;
    return this.view.from + (x / this.width) * (this.view.to - this.view.from);
  }

  private drag(press: PointerEvent): void {
    if (press.button !== 0) return;
    const first = this.view;
    const scale = (first.to - first.from) / this.width;
    let moved = false;
    const step = (event: PointerEvent): void => {
      if (!moved && Math.abs(event.clientX - press.clientX) < 4) return;
      if (!moved) this.svg.setPointerCapture(press.pointerId);
      moved = true;
      this.go(move(first, (press.clientX - event.clientX) * scale), false);
    };
    const end = (event: PointerEvent): void => {
      this.svg.removeEventListener("pointermove", step);
      if (moved) {
        this.svg.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
        this.go(this.view, true);
      } else if (!(event.target as Element).closest("a")) this.open(event);
    };
    this.svg.addEventListener("pointermove", step);
    for (const kind of ["pointerup", "pointercancel"] as const) window.addEventListener(kind, end, { once: true });
  }

  // A click on a bar opens its day, month or year.
  private open(event: MouseEvent): void {
    const y = event.clientY - this.svg.getBoundingClientRect().top;
    const lane = this.drawn.bands.find((band) => y >= band.top && y < band.bottom)?.lane;
    const edges = this.drawing.edges.map(dayOf);
    const bin = lane?.bins ? binAt(edges, this.dayAt(event)) : null;
    if (bin !== null) this.go({ from: edges[bin] ?? 0, to: edges[bin + 1] ?? 1 }, true);
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
    const onEvent = press.target !== this.svg;
    const length = this.view.to - this.view.from;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => (onEvent ? this.walk(-1) : this.go(move(this.view, -length * 0.2), true)),
      ArrowRight: () => (onEvent ? this.walk(1) : this.go(move(this.view, length * 0.2), true)),
      "+": () => this.go(zoom(this.view, 0.5), true),
      "=": () => this.go(zoom(this.view, 0.5), true),
      "-": () => this.go(zoom(this.view, 2), true),
      Home: () => this.go(this.all, true),
      Escape: () => this.svg.focus(),
    };
    if (!onEvent) actions.Enter = () => this.walk(0);
    const action = actions[press.key];
    if (!action) return;
    press.preventDefault();
    action();
  }

  // From event to event, lane by lane; one of them is in the tab order.
  private walk(by: number): void {
    const links = [...this.svg.querySelectorAll<SVGAElement>("a.mark")];
    const at = links.indexOf(document.activeElement as unknown as SVGAElement);
    const next = links[Math.min(Math.max(at < 0 ? 0 : at + by, 0), links.length - 1)];
    for (const link of links) link.setAttribute("tabindex", link === next ? "0" : "-1");
    next?.focus();
  }

  private tell(event: Event): void {
    const link = (event.target as Element).closest("a.mark");
    if (link) this.card.textContent = link.getAttribute("aria-label");
    else if (event instanceof PointerEvent) this.tellBar(event);
  }

  private tellBar(event: PointerEvent): void {
    const y = event.clientY - this.svg.getBoundingClientRect().top;
    const lane = this.drawn.bands.find((band) => y >= band.top && y < band.bottom)?.lane;
    const edges = this.drawing.edges.map(dayOf);
    const bin = lane?.bins ? binAt(edges, this.dayAt(event)) : null;
    if (!lane?.bins || bin === null) return;
    const { certain, possible } = countAt(lane.bins, bin);
    const period = `${sayDay(edges[bin] ?? 0)} to ${sayDay((edges[bin + 1] ?? 1) - 1)}`;
    this.card.textContent = `${lane.name}, ${period}: ${certain} certainly then, ${possible} that may lie in it or last longer. A click opens it.`;
  }

  picture(): { svg: string; width: number; height: number } {
    return { svg: toSvg(this.svg, document.title), width: this.width, height: this.drawn.height };
  }
}

// The drawing as a file: buttons that only a browser with scripts can offer.
function offerPictures(place: HTMLElement, timeline: Timeline): void {
  const svg = (): void => save(new Blob([timeline.picture().svg], { type: "image/svg+xml" }), "dateline.svg");
  const png = (): void => {
    const { svg, width, height } = timeline.picture();
    toPng(svg, width, height).then((blob) => save(blob, "dateline.png"), (error: unknown) => window.alert(String(error)));
  };
  place.append(button("SVG", "Picture as SVG", svg), button("PNG", "Picture as PNG", png));
}

const host = document.getElementById("timeline");
const held = document.getElementById("drawing")?.textContent;
if (host && held) {
  const { window: drawing, whole } = JSON.parse(held) as { window: Drawing; whole: Whole };
  if (whole.edges.length) {
    const timeline = new Timeline(host, drawing, whole);
    const place = document.getElementById("pictures");
    if (place) offerPictures(place, timeline);
  }
}
