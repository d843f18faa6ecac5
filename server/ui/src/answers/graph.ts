// How do the ties of an answer become a drawing that can be walked through?
import { el } from "../dom.ts";
import { NetworkDrawing } from "../networkdrawing.ts";
import type { GraphPlan } from "./columns.ts";
import type { Answer } from "./read.ts";
import { networkOf } from "./tied.ts";
import type { Writing } from "./writing.ts";

// The drawing measures its place, so it must stand in the page before it is made.
export function drawGraph(answer: Answer, plan: GraphPlan, writing: Writing, host: HTMLElement): void {
  const { network, left } = networkOf(answer, plan, writing);
  if (!network.ties.length) {
    host.replaceChildren(el("p", { class: "notice" }, "No row ties two different things."));
    return;
  }
  const place = el("div", { class: "network" });
  const said = `${network.actors.length} things of ?${plan.one} and ?${plan.other}, ${network.ties.length} ties.${left ? ` ${left} rows with more things are in the table only.` : ""} Drag moves, + and − zoom.`;
  host.replaceChildren(el("figure", { class: "pictured" }, place, el("figcaption", { class: "small" }, said)));
  new NetworkDrawing(place, network);
}
