// How do the numbers of an answer become bars? One group of bars for each category, stacked where a second column tells series
// apart, beside each other where there are several columns of numbers.
import { shorten, widthOf } from "../packing.ts";
import { make } from "../svg.ts";
import type { ChartPlan } from "./columns.ts";
import type { Answer } from "./read.ts";
import { pictured, type Writing } from "./writing.ts";

const MOST = 60;
const BAR = 20;
const NAMES = 220;

export interface Series {
  name: string;
  // One number for each category, 0 where the answer has none.
  values: number[];
}

export interface Charted {
  categories: string[];
  series: Series[];
}

// Categories and series in the order in which the answer has them.
export function chartOf(answer: Answer, plan: ChartPlan, words: Writing["words"]): Charted {
  const categories: string[] = [];
  const series = new Map<string, Map<string, number>>();
  for (const row of answer.rows) {
    const category = words(row[plan.category]);
    if (!categories.includes(category)) categories.push(category);
    for (const number of plan.numbers) {
      const name = plan.series ? words(row[plan.series]) : number;
      const values = series.get(name) ?? new Map<string, number>();
      values.set(category, (values.get(category) ?? 0) + Number(row[number]?.value ?? 0));
      series.set(name, values);
    }
  }
  const values = (held: Map<string, number>): number[] => categories.map((one) => held.get(one) ?? 0);
  return { categories, series: [...series].map(([name, held]) => ({ name, values: values(held) })) };
}

export function drawChart(answer: Answer, plan: ChartPlan, writing: Writing, width: number): HTMLElement {
  const { categories, series } = chartOf(answer, plan, (term) => writing.words(term));
  const shown = categories.slice(0, MOST);
  const stacked = plan.series !== null;
  const highest = Math.max(...shown.map((_, at) => reach(series, at, stacked)), 1e-9);
  const tall = BAR * (stacked ? 1 : series.length) + 6;
  const names = Math.min(NAMES, width * 0.35);
  const scale = (value: number): number => (Math.max(value, 0) / highest) * (width - names - 60);
  const height = shown.length * tall + 8;
  const drawing = make("svg", { class: "picture chart-of", role: "img", "aria-label": `Bars of ${plan.numbers.join(", ")} by ${plan.category}; the table has the same`, width, height, viewBox: `0 0 ${width} ${height}` });
  shown.forEach((category, at) => {
    const top = at * tall + 4;
    drawing.append(make("text", { x: names - 8, y: top + tall / 2 + 1, "text-anchor": "end" }, shorten(category, Math.floor(names / widthOf("n", 12.5)) - 1)));
    let left = names;
    series.forEach((one, number) => {
      const value = one.values[at] ?? 0;
      if (!value) return;
      const long = scale(value);
      const y = top + (stacked ? 0 : number * BAR);
      drawing.append(make("rect", { class: `series s${number % 8}`, x: left.toFixed(1), y, width: Math.max(long, 1).toFixed(1), height: BAR - 3 }, make("title", {}, `${category}, ${one.name}: ${value}`)));
      if (!stacked) drawing.append(make("text", { class: "tick", x: (left + long + 4).toFixed(1), y: y + 13 }, String(value)));
      else left += long;
    });
    if (stacked) drawing.append(make("text", { class: "tick", x: (left + 4).toFixed(1), y: top + 13 }, String(reach(series, at, true))));
  });
  const figure = pictured(drawing, categories.length > MOST ? `The first ${MOST} of ${categories.length}, in the answer's order.` : `${plan.numbers.join(", ")} by ${plan.category}.`);
  if (series.length > 1) figure.prepend(legend(series));
  return figure;
}

function reach(series: Series[], at: number, stacked: boolean): number {
  const values = series.map((one) => one.values[at] ?? 0);
  return stacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}

function legend(series: Series[]): HTMLElement {
  const list = document.createElement("ul");
  list.className = "marks-legend";
  series.forEach((one, number) => {
    const item = document.createElement("li");
    item.append(make("svg", { width: 12, height: 12, "aria-hidden": "true" }, make("rect", { class: `series s${number % 8}`, width: 12, height: 12 })), ` ${one.name}`);
    list.append(item);
  });
  return list;
}
