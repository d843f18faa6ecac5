// Which buttons stand above a drawing?
import { el } from "./dom.ts";

export type Offer = [label: string, title: string, act: () => void];

export function button([label, title, act]: Offer): HTMLButtonElement {
  const named: Record<string, string> = title === label ? {} : { "aria-label": title, title };
  return el("button", { type: "button", click: act, ...named }, label);
}

export function drawTools(offers: Offer[], ...more: Node[]): HTMLElement {
  return el("div", { class: "row tools noprint" }, ...offers.map(button), ...more);
}
