// Which article comes next, and how far do reviewers agree?
import type { Agreement, Bureau, Queue, Waiting } from "./bureau.ts";
import { Fault } from "./bureau.ts";
import { el } from "./dom.ts";
import { readDraft } from "./drafts.ts";

export function drawQueue(place: HTMLElement, { articles, doubly }: Queue, bureau: Bureau): void {
  const waiting = articles.filter((one) => one.state !== "reviewed").length;
  place.replaceChildren(
    el("h2", {}, "What review would change most"),
    el("p", {}, `${waiting} of ${articles.length} articles have not been reviewed. Those with the most claims that are probably misread come first; Tab and Enter open one.`),
    table(articles, doubly, bureau),
  );
}

function table(articles: Waiting[], doubly: string[], bureau: Bureau): HTMLElement {
  const head = ["Article", "Claims", "Doubtful", "Expected misreadings, weighed", "Reviewed", "Reviewers"];
  const rows = articles.map((one) =>
    el(
      "tr",
      {},
      el("td", {}, el("a", { href: `#${encodeURIComponent(one.key)}`, dir: "auto" }, one.headline), readDraft(one.key) ? el("span", { class: "kind" }, " unsaved work") : ""),
      el("td", { class: "number", "data-head": "Claims" }, String(one.claims)),
      el("td", { class: "number", "data-head": "Doubtful" }, String(one.doubtful)),
      el("td", { class: "number", "data-head": "Expected misreadings, weighed" }, one.doubt.toFixed(1)),
      el("td", { "data-head": "Reviewed" }, ...(one.state === "reviewed" ? [`by ${one.by || "somebody"} `, el("time", {}, one.at)] : ["not yet"])),
      el("td", {}, doubly.includes(one.key) ? agreementButton(one.key, bureau) : ""),
    ),
  );
  const heading = el("tr", {}, ...head.map((words, at) => el("th", { scope: "col", class: at > 0 && at < 4 ? "number" : "" }, words)));
  const made = el("table", { class: "stacking" }, el("thead", {}, heading), el("tbody", {}, ...rows));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Queue" }, made);
}

function agreementButton(key: string, bureau: Bureau): HTMLElement {
  const place = el("div", { role: "status" });
  const show = async (): Promise<void> => {
    const { pairs } = await bureau.agreement(key);
    place.replaceChildren(...pairs.map(tellPair));
  };
  const tell = (fault: unknown): void => {
    if (!(fault instanceof Fault)) throw fault;
    place.replaceChildren(el("p", {}, `${fault.title}. Press again when the server answers.`));
  };
  return el("div", {}, el("button", { type: "button", click: () => void show().catch(tell) }, "How far do they agree?"), place);
}

function tellPair(pair: Agreement): HTMLElement {
  const percent = (value: number | null): string => (value === null ? "not to be told" : `${Math.round(100 * value)} %`);
  const kappa = pair.kappa === null ? "not to be told" : pair.kappa.toFixed(2);
  const words = `${pair.one} and ${pair.other}: ${pair.events} events in common, F1 ${percent(pair.f1)}, same class ${percent(pair.same_class)}, verb κ ${kappa}`;
  const differences = pair.differences.map((one) => el("li", { dir: "auto" }, `“${one.words}”: ${one.what}`));
  return el("div", {}, el("p", {}, words), el("ul", {}, ...differences));
}
