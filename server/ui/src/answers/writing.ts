// How is a term written for people, and where does it lead?
import { el } from "../dom.ts";
import type { Labels } from "./labels.ts";
import { pageOf, type Prefixes, shortOf } from "./links.ts";
import type { Term } from "./read.ts";

export class Writing {
  private readonly prefixes: Prefixes;
  private readonly served: boolean;
  private readonly labels: Labels;

  constructor(prefixes: Prefixes, served: boolean, labels: Labels = new Map()) {
    this.prefixes = prefixes;
    this.served = served;
    this.labels = labels;
  }

  with(labels: Labels): Writing {
    return new Writing(this.prefixes, this.served, labels);
  }

  short(iri: string): string {
    return shortOf(iri, this.prefixes);
  }

  words(term: Term | undefined): string {
    if (!term) return "";
    if (term.type === "uri") return this.labels.get(term.value) ?? this.short(term.value);
    return term.type === "bnode" ? `_:${term.value}` : term.value;
  }

  page(term: Term | undefined): string | null {
    return term?.type === "uri" ? pageOf(term.value, this.prefixes, this.served) : null;
  }
}

// Wider than a telephone, a drawing scrolls by itself.
export function pictured(drawing: SVGSVGElement, said: string): HTMLElement {
  const place = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": drawing.getAttribute("aria-label") ?? said }, drawing);
  return el("figure", { class: "pictured" }, place, el("figcaption", { class: "small" }, said));
}
