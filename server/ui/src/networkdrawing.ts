// How is a network of actors drawn and walked through? Zoom and drag; what has room has its name, the rest has it on hover.
import { follow } from "./dragging.ts";
import { keepFitting } from "./fitting.ts";
import { type Box, boundsOf, layOut, type Point, sides, type Tie } from "./forces.ts";
import { shorten, widthOf } from "./packing.ts";
import { make } from "./svg.ts";
import { drawTools } from "./tools.ts";

interface Actor {
  label: string;
  page: string | null;
  events: number;
}

export interface Network {
  actors: Actor[];
  ties: Tie[];
}

// Without the names of those in most events a network says nothing.
const CHIEF = 12;

export class NetworkDrawing {
  private readonly svg = make("svg", { class: "network-drawing", role: "group", tabindex: 0, "aria-label": "Network of actors; arrow keys move, plus and minus zoom, Enter goes to the first actor" });
  private readonly card = document.createElement("p");
  private readonly points: Point[];
  private extent: Box = { x: 0, y: 0, width: 0, height: 0 };
  private readonly neighbours: Set<number>[];
  private width = 800;
  private height = 600;
  private scale = 60;
  private center: Point = { x: 0, y: 0 };
  private lines: SVGPathElement[] = [];
  private nodes: SVGAElement[] = [];

  constructor(
    private readonly host: HTMLElement,
    private readonly network: Network,
  ) {
    this.measure();
    this.points = layOut(network.actors.length, network.ties, this.width / this.height);
    this.extent = boundsOf(this.points);
    this.neighbours = network.actors.map((_, n) => new Set(network.ties.flatMap(([a, b]) => (a === n ? [b] : b === n ? [a] : []))));
    this.card.className = "card";
    host.replaceChildren(this.tools(), this.svg, this.card);
    this.build();
    this.listen();
  }

  private tools(): HTMLElement {
    return drawTools([
      ["+", "Zoom in", () => this.zoom(1.4)],
      ["−", "Zoom out", () => this.zoom(1 / 1.4)],
      ["All", "All of the network", () => this.fit()],
    ]);
  }

  private build(): void {
    const most = Math.max(1, ...this.network.ties.map((tie) => tie[2]));
    this.lines = this.network.ties.map(([, , events]) => make("path", { class: "tie", "stroke-width": (0.6 + (3.4 * events) / most).toFixed(1) }));
    this.nodes = this.network.actors.map((actor, n) => {
      const link = make("a", { class: "node", tabindex: n ? -1 : 0, "aria-label": `${actor.label}, ${actor.events} shared events` });
      if (actor.page) link.setAttribute("href", actor.page);
      else link.setAttribute("role", "img");
      link.append(make("circle"), make("text", {}, shorten(actor.label, 26)));
      return link;
    });
    this.svg.append(make("g", { class: "ties" }, ...this.lines), make("g", {}, ...[...this.nodes].reverse()));
  }

  private radius(n: number): number {
    return (3 + 1.6 * Math.sqrt(this.network.actors[n]?.events ?? 1)) * Math.min(Math.max(this.width / 900, 0.6), 1);
  }

  private at(n: number): Point {
    const point = this.points[n] as Point;
    return { x: this.width / 2 + (point.x - this.center.x) * this.scale, y: this.height / 2 + (point.y - this.center.y) * this.scale };
  }

  private measure(): void {
    this.width = this.host.clientWidth || 800;
    this.height = Math.min(Math.max(window.innerHeight * 0.75, 420), 900);
    // No higher than what is drawn needs.
    const { width, height } = this.extent;
    if (width) this.height = Math.min(this.height, (height / width) * (this.width - this.margin) + 80);
  }

  // Room for names beside the outermost nodes, on both sides together.
  private get margin(): number {
    return Math.min(180, this.width / 4);
  }

  private fit(): void {
    this.measure();
    this.svg.setAttribute("height", String(Math.round(this.height)));
    this.nodes.forEach((node, n) => node.firstElementChild?.setAttribute("r", this.radius(n).toFixed(1)));
    const { x, y, width, height } = this.extent;
    this.center = { x: x + width / 2, y: y + height / 2 };
    this.scale = Math.min((this.width - this.margin) / (width || 1), (this.height - 60) / (height || 1), 140);
    this.draw();
  }

  private zoom(by: number, around: Point = { x: this.width / 2, y: this.height / 2 }): void {
    const scale = Math.min(Math.max(this.scale * by, 8), 600);
    this.center.x += (around.x - this.width / 2) * (1 / this.scale - 1 / scale);
    this.center.y += (around.y - this.height / 2) * (1 / this.scale - 1 / scale);
    this.scale = scale;
    this.draw();
  }

  private draw(): void {
    this.network.ties.forEach(([a, b], n) => {
      const [from, to] = [this.at(a), this.at(b)];
      this.lines[n]?.setAttribute("d", `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`);
    });
    const boxes = this.network.actors.map((_, n) => this.boxOf(n));
    const named = sides(this.network.actors.map((actor, n) => this.placesOf(n, widthOf(shorten(actor.label, 26), 12))), boxes, CHIEF, { x: 0, y: 0, width: this.width, height: this.height });
    this.nodes.forEach((node, n) => {
      const { x, y } = this.at(n);
      node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      const side = named[n] ?? null;
      node.classList.toggle("unnamed", side === null);
      // Whoever is looked at has its name, on the side where there is more room.
      this.name(node, n, side ?? (x < this.width / 2 ? 0 : 1));
    });
  }

  private boxOf(n: number): Box {
    const [{ x, y }, r] = [this.at(n), this.radius(n)];
    return { x: x - r, y: y - r, width: 2 * r, height: 2 * r };
  }

  // To the right of its node, to the left, above, below.
  private placesOf(n: number, width: number): Box[] {
    const [{ x, y }, r] = [this.at(n), this.radius(n) + 3];
    const [lefts, tops] = [[x + r, x - r - width, x - width / 2, x - width / 2], [y - 8, y - 8, y - r - 13, y + r]];
    return lefts.map((left, side) => ({ x: left, y: tops[side] ?? y, width, height: 14 }));
  }

  private name(node: SVGAElement, n: number, side: number): void {
    const [words, r] = [node.lastElementChild, this.radius(n) + 3];
    words?.setAttribute("x", String([r, -r, 0, 0][side]));
    words?.setAttribute("y", String([4, 4, -r - 2, r + 11][side]));
    words?.setAttribute("text-anchor", ["start", "end", "middle", "middle"][side] ?? "start");
  }

  // Whoever is looked at stands out with those it is tied to.
  private mark(chosen: number | null): void {
    const near = chosen === null ? null : this.neighbours[chosen];
    this.svg.classList.toggle("looking", chosen !== null);
    this.nodes.forEach((node, n) => {
      node.classList.toggle("near", n === chosen || (near?.has(n) ?? false));
      node.classList.toggle("chosen", n === chosen);
    });
    this.network.ties.forEach(([a, b], n) => this.lines[n]?.classList.toggle("near", a === chosen || b === chosen));
    if (chosen === null) return;
    const others = [...(near ?? [])].map((n) => this.network.actors[n]?.label).slice(0, 12);
    const more = (near?.size ?? 0) - others.length;
    this.card.textContent = `${this.network.actors[chosen]?.label}, with ${others.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  }

  private listen(): void {
    const chosen = (event: Event): number | null => {
      const node = (event.target as Element).closest("a.node");
      return node ? this.nodes.indexOf(node as unknown as SVGAElement) : null;
    };
    for (const kind of ["pointerover", "focusin"]) this.svg.addEventListener(kind, (event) => this.mark(chosen(event)));
    this.svg.addEventListener("pointerleave", () => this.mark(null));
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("pointerdown", (press) => this.drag(press));
    this.svg.addEventListener("keydown", (press) => this.key(press));
    this.svg.addEventListener(
      "wheel",
      (turn) => {
        if (!turn.ctrlKey && !turn.metaKey) return;
        turn.preventDefault();
        const box = this.svg.getBoundingClientRect();
        this.zoom(Math.exp(-turn.deltaY * 0.003), { x: turn.clientX - box.left, y: turn.clientY - box.top });
      },
      { passive: false },
    );
    keepFitting(this.host, () => this.fit());
  }

  private drag(press: PointerEvent): void {
    const from = { ...this.center };
    let moved = false;
    const step = (event: PointerEvent): void => {
      moved ||= Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > 4;
      if (!moved) return;
      this.center = { x: from.x - (event.clientX - press.clientX) / this.scale, y: from.y - (event.clientY - press.clientY) / this.scale };
      this.draw();
    };
    follow(this.svg, step, () => {
      if (moved) this.svg.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    });
  }

  private key(press: KeyboardEvent): void {
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    const at = this.nodes.indexOf(document.activeElement as unknown as SVGAElement);
    const by = 80 / this.scale;
    const shift = (x: number, y: number) => (): void => {
      this.center.x += x * by;
      this.center.y += y * by;
      this.draw();
    };
    const walk = (to: number) => (): void => this.nodes[Math.min(Math.max(to, 0), this.nodes.length - 1)]?.focus();
    const actions: Record<string, () => void> = {
      ArrowLeft: at < 0 ? shift(-1, 0) : walk(at - 1),
      ArrowRight: at < 0 ? shift(1, 0) : walk(at + 1),
      ArrowUp: at < 0 ? shift(0, -1) : walk(at - 1),
      ArrowDown: at < 0 ? shift(0, 1) : walk(at + 1),
      "+": () => this.zoom(1.4),
      "-": () => this.zoom(1 / 1.4),
      Home: () => this.fit(),
      Escape: () => this.svg.focus(),
    };
    if (at < 0) actions.Enter = walk(0);
    const action = actions[press.key];
    if (!action) return;
    press.preventDefault();
    action();
  }
}
