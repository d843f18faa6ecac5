// How is an answer shown? As a table, and as each picture that its columns allow; why the others are not possible is said.
import { el } from "../dom.ts";
import { keepFitting } from "../fitting.ts";
import { drawChart } from "./chart.ts";
import { type ChartPlan, columnsOf, fitsOf, type TimePlan } from "./columns.ts";
import { drawGraph } from "./graph.ts";
import { drawMap } from "./map.ts";
import type { Answer } from "./read.ts";
import { type AskWhy, Table } from "./table.ts";
import { drawTimeline } from "./timeline.ts";
import type { Writing } from "./writing.ts";

export type ViewName = "table" | "timeline" | "map" | "chart" | "graph";

interface View {
  name: ViewName;
  // Why it cannot be drawn; empty when it can.
  lacking: string;
  draw: (host: HTMLElement) => void;
}

function viewsOf(answer: Answer, writing: Writing, askWhy: AskWhy | null, outlines: string): View[] {
  const fits = fitsOf(columnsOf(answer));
  const fitted = (host: HTMLElement, draw: (width: number) => HTMLElement): void => {
    const place = el("div");
    host.replaceChildren(place);
    keepFitting(place, (width) => place.replaceChildren(draw(width)));
  };
  const { timeline, map, chart, graph } = fits;
  return [
    { name: "table", lacking: "", draw: (host) => host.replaceChildren(new Table(answer, writing, askWhy).node) },
    { name: "timeline", lacking: timeline.lacking ?? "", draw: (host) => timeline.plan && fitted(host, (width) => drawTimeline(answer, timeline.plan as TimePlan, writing, width)) },
    { name: "map", lacking: map.lacking ?? "", draw: (host) => map.plan && drawMap(answer, map.plan, writing, outlines, host) },
    { name: "chart", lacking: chart.lacking ?? "", draw: (host) => chart.plan && fitted(host, (width) => drawChart(answer, chart.plan as ChartPlan, writing, width)) },
    { name: "graph", lacking: graph.lacking ?? "", draw: (host) => graph.plan && drawGraph(answer, graph.plan, writing, host) },
  ];
}

const TITLES: Record<ViewName, string> = { table: "Table", timeline: "Timeline", map: "Map", chart: "Chart", graph: "Graph" };

// Shows an answer in `host`, first as `wanted` if it can; `chosen` hears which view is taken.
export function showAnswer(host: HTMLElement, answer: Answer, settings: { writing: Writing; askWhy: AskWhy | null; outlines: string; wanted: ViewName; chosen: (name: ViewName) => void }): void {
  const views = viewsOf(answer, settings.writing, settings.askWhy, settings.outlines);
  const place = el("div", { class: "shown" });
  const buttons = views.map((view) => el("button", { type: "button", class: "chip", "aria-pressed": "false", disabled: Boolean(view.lacking), title: view.lacking, click: () => take(view) }, TITLES[view.name]));
  const take = (view: View): void => {
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(views[at] === view)));
    view.draw(place);
    settings.chosen(view.name);
  };
  const lacking = views.filter((view) => view.lacking).map((view) => el("li", {}, el("b", {}, TITLES[view.name]), `: ${view.lacking}.`));
  const why = lacking.length ? [el("details", { class: "small" }, el("summary", {}, "Why not the others?"), el("ul", {}, ...lacking))] : [];
  host.replaceChildren(el("div", { class: "row views", role: "group", "aria-label": "Show the answer as" }, ...buttons, ...why), place);
  take(views.find((view) => view.name === settings.wanted && !view.lacking) ?? (views[0] as View));
}
