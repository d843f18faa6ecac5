// How does a person write a query, run it and read its answer? Yasqe over our own endpoint, with our names, prefixes and questions.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { readLabels } from "./answers/labels.ts";
import { showAnswer, type ViewName } from "./answers/panel.ts";
import { type Answer, cutAt, readAnswer, type Row } from "./answers/read.ts";
import type { AskWhy } from "./answers/table.ts";
import { Writing } from "./answers/writing.ts";
import { el, readBlock } from "./dom.ts";
import { completeNames } from "./query/complete.ts";
import { type Fault, readFault } from "./query/fault.ts";
import { keepHistory, readHistory, remember } from "./query/history.ts";
import { missingPrefixes } from "./query/prefixes.ts";
import type { Named } from "./query/word.ts";

interface Remark {
  part: string;
  detail: string;
}
interface Cost {
  remarks: Remark[];
  limit: number;
}
interface Example {
  name: string;
  question: string;
  query: string;
}

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5, application/problem+json;q=0.4, */*;q=0.1";
const PAUSE_MS = 400;
const LONGEST_ADDRESS = 6000;

class Room {
  private readonly prefixes = readBlock<Record<string, string>>("prefixes") ?? {};
  private readonly examples = readBlock<Example[]>("examples") ?? [];
  private readonly terms = readBlock<Named[]>("terms") ?? [];
  // The lab serves this page too, and none of ours beside it.
  private readonly served = document.body.dataset.served !== undefined;
  private readonly endpoint = new URL("sparql", document.baseURI).href;
  private readonly writing = new Writing(this.prefixes, this.served);
  private readonly address = new URLSearchParams(window.location.search);
  private readonly notice = el("p", { id: "notice", role: "status" });
  private readonly place = el("div", { id: "answer" });
  private readonly past = el("div", {});
  private readonly run = el("button", { type: "button", class: "primary", title: "Ctrl and Enter", click: () => void this.ask() }, "Run");
  private readonly stop = el("button", { type: "button", disabled: true, click: () => this.running?.abort() }, "Stop");
  private readonly yasqe: Yasqe;
  private running: AbortController | null = null;
  private marked: { clear(): void }[] = [];
  private view: ViewName = (this.address.get("view") ?? "table") as ViewName;

  constructor(private readonly host: HTMLElement) {
    const writing = el("div", { class: "writing" });
    host.replaceChildren(writing, this.tools(), this.notice, this.place, this.past);
    const given = this.address.get("query");
    this.yasqe = new Yasqe(writing, {
      value: given ?? this.examples[0]?.query ?? "SELECT * WHERE { ?event a dl:ActualEvent ; dl:edtf ?when } LIMIT 20",
      autocompleters: ["variables"],
      persistenceId: null,
      consumeShareLink: null,
      prefixCcApi: null,
      showQueryButton: false,
      resizeable: false,
      screenReaderLabel: "SPARQL query; Ctrl and space completes a name, Escape and then Tab leaves",
    } as never);
    this.listen();
    this.tellHistory();
    if (given && this.address.get("run") !== "no") void this.ask();
  }

  private tools(): HTMLElement {
    const share = el("button", { type: "button", click: () => void this.share(share) }, "Copy link");
    return el("div", { class: "row tools noprint" }, this.run, this.stop, share, el("span", { class: "small" }, "A name is completed while you write it; Ctrl and space asks for more."));
  }

  private listen(): void {
    let wait = 0;
    this.yasqe.addKeyMap({ "Ctrl-Enter": () => void this.ask(), "Cmd-Enter": () => void this.ask(), Esc: () => this.yasqe.getInputField().blur() });
    this.yasqe.on("changes", (() => {
      this.unmark();
      window.clearTimeout(wait);
      wait = window.setTimeout(() => this.declare(), PAUSE_MS);
    }) as never);
    completeNames(this.yasqe, this.terms, this.served, () => this.declare());
    for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-example]")) {
      button.addEventListener("click", () => {
        const example = this.examples.find((item) => item.name === button.dataset.example);
        if (example) this.show(example.query);
      });
    }
  }

  private show(query: string): void {
    this.view = "table";
    this.yasqe.setValue(query);
    this.host.scrollIntoView();
    void this.ask();
  }

  // Not while a declaration is being written: it would get a twin.
  private declare(): void {
    const line = this.yasqe.getDoc().getLine(this.yasqe.getDoc().getCursor().line);
    const missing = missingPrefixes(this.yasqe.getValue(), this.prefixes);
    if (Object.keys(missing).length && !/^\s*PREFIX\b/i.test(line)) this.yasqe.addPrefixes(missing);
  }

  private async ask(): Promise<void> {
    this.declare();
    this.unmark();
    this.running?.abort();
    const [query, running] = [this.yasqe.getValue(), new AbortController()];
    let answered = false;
    this.running = running;
    this.stop.disabled = false;
    this.place.replaceChildren();
    this.notice.replaceChildren("Asking …");
    const cost = this.readCost(query, running.signal).catch(() => null);
    // Said while the query already runs: who waits knows why, and can stop it. Later it would stand in the answer's place.
    void cost.then((found) => found && !answered && !running.signal.aborted && this.tellCost(found));
    try {
      const response = await fetch(this.endpoint, { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: ACCEPT }, signal: running.signal });
      const body = await response.text();
      const type = response.headers.get("Content-Type") ?? "";
      running.signal.throwIfAborted();
      answered = true;
      if (response.ok) await this.tellAnswer(query, type, body, response.headers, running.signal);
      else {
        const remarks = response.status === 503 ? ((await cost)?.remarks ?? []) : [];
        running.signal.throwIfAborted();
        this.tellFault(readFault(type, body, response.status), remarks);
      }
    } catch (error) {
      if (this.running === running) this.notice.replaceChildren(running.signal.aborted ? "Stopped." : this.sayBroken(error as Error));
    } finally {
      if (this.running === running) {
        this.running = null;
        this.stop.disabled = true;
      }
    }
  }

  // An answer that was begun and not ended is no answer: which rows lack, nobody knows.
  private sayBroken(error: Error): string {
    if (error instanceof SyntaxError) return "The answer broke off before its end, most likely at the time limit. Narrow the query, or give it a LIMIT.";
    return `No answer came: ${error.message}. The query is still here; run it again when the server can be reached.`;
  }

  private async readCost(query: string, asking: AbortSignal): Promise<Cost | null> {
    if (!this.served) return null;
    const answer = await fetch(`/cost?${new URLSearchParams({ query })}`, { signal: asking });
    return answer.ok ? ((await answer.json()) as Cost) : null;
  }

  private tellCost({ remarks, limit }: Cost): void {
    if (!remarks.length) return;
    const why = remarks.map((one) => `${one.part}: ${one.detail}`).join("; ");
    this.notice.textContent = `Asking … This may take long, and is stopped after ${limit} s. ${why}.`;
  }

  private async tellAnswer(query: string, type: string, body: string, headers: Headers, asking: AbortSignal): Promise<void> {
    const answer = readAnswer(type, body);
    if (!answer) {
      this.notice.replaceChildren();
      this.place.replaceChildren(el("pre", { class: "query", tabindex: "0" }, body));
      return;
    }
    this.tellDone(query, answer, cutAt(headers, body));
    const labels = await readLabels(answer, this.prefixes, this.endpoint, asking).catch(() => new Map<string, string>());
    asking.throwIfAborted();
    const chosen = (name: ViewName): void => {
      this.view = name;
      this.keepAddress(query);
    };
    const askWhy = this.served && answer.form !== "boolean" ? this.whyOf(query, answer) : null;
    showAnswer(this.place, answer, { writing: this.writing.with(labels), askWhy, outlines: this.host.dataset.outlines ?? "", wanted: this.view, chosen });
    keepHistory(remember(readHistory(), { query, at: new Date().toISOString(), rows: answer.rows.length }));
    this.tellHistory();
  }

  private whyOf(query: string, answer: Answer): AskWhy {
    // Triples are statements themselves.
    const asked = answer.form === "triples" ? "SELECT * { ?subject ?predicate ?object }" : query;
    return async (rows: Row[]) => {
      const answered = await fetch("/inferred", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query: asked, rows }) });
      return answered.ok ? ((await answered.json()) as { inferred: Awaited<ReturnType<AskWhy>> }).inferred : [];
    };
  }

  // What came, whether it is all, and what can be done with it.
  private tellDone(query: string, answer: Answer, cut: string | undefined): void {
    const rows = answer.rows.length;
    const empty = !rows || (answer.form === "boolean" && answer.rows[0]?.answer?.value === "no");
    const whole = `${rows.toLocaleString("en")} ${answer.form === "triples" ? "triples" : rows === 1 ? "row" : "rows"}. `;
    this.notice.replaceChildren(cut ? `This answer was cut: only its first ${cut} rows are here, because no answer has more. Narrow the query, or take the dumps. ` : answer.form === "boolean" ? "" : whole);
    if (!this.served) return;
    const links: [string, string, Record<string, string>][] = [...(empty ? [["Why is this empty?", "/sparql", { query, "explain-empty": "1" }] as [string, string, Record<string, string>]] : []), ["Cite this answer", "/cite", { query }], ["As a spreadsheet", "/spreadsheet.csv", { query }]];
    links.forEach(([words, path, fields], at) => this.notice.append(...(at ? [" · "] : []), el("a", { href: `${path}?${new URLSearchParams(fields)}` }, words)));
  }

  private tellFault(fault: Fault, costly: Remark[]): void {
    const marked = fault.line && fault.column;
    this.notice.replaceChildren(el("strong", {}, `${fault.title}. `), marked ? `See the marked place, line ${fault.line}, column ${fault.column}.` : fault.detail);
    if (costly.length) {
      const parts = costly.map((one) => el("li", {}, el("code", {}, one.part), `: ${one.detail}`));
      this.notice.append(" What costs most in it:", el("ul", {}, ...parts));
    }
    if (!fault.line || !fault.column) return;
    const [line, from] = [fault.line - 1, fault.column - 1];
    const doc = this.yasqe.getDoc();
    const end = Math.max(this.yasqe.getTokenAt({ line, ch: from + 1 }).end, from + 1);
    this.marked.push(doc.markText({ line, ch: from }, { line, ch: end }, { className: "fault" }));
    this.marked.push(this.yasqe.addLineWidget(line, el("div", { class: "fault-told" }, `${"\u00a0".repeat(Math.min(from, 40))}▲ ${fault.detail}`)));
    doc.setCursor({ line, ch: from });
    this.yasqe.focus();
  }

  private unmark(): void {
    for (const one of this.marked.splice(0)) one.clear();
  }

  private keepAddress(query: string): string | null {
    const fields = new URLSearchParams({ query, ...(this.view === "table" ? {} : { view: this.view }) });
    const address = `${window.location.pathname}?${fields}`;
    if (address.length > LONGEST_ADDRESS) return null;
    history.replaceState(null, "", address);
    return new URL(address, window.location.href).href;
  }

  private async share(button: HTMLButtonElement): Promise<void> {
    const link = this.keepAddress(this.yasqe.getValue());
    if (!link) {
      this.notice.textContent = "The query is too long for an address; pass on its text.";
      return;
    }
    await navigator.clipboard.writeText(link).then(
      () => (button.textContent = "Copied"),
      () => (this.notice.textContent = "The address of this page is now the link: copy it from the address bar."),
    );
    window.setTimeout(() => (button.textContent = "Copy link"), 2000);
  }

  private tellHistory(): void {
    const past = readHistory();
    const again = past.map((one) => el("li", {}, el("button", { type: "button", class: "plain", click: () => this.show(one.query) }, one.query.replace(/^(PREFIX.*|#.*|\s*)\n/gm, "").slice(0, 160)), el("span", { class: "small" }, ` ${one.at.slice(0, 16).replace("T", " ")} UTC, ${one.rows} rows`)));
    const forget = el("button", { type: "button", click: () => (keepHistory([]), this.tellHistory()) }, "Forget them");
    this.past.replaceChildren(...(past.length ? [el("details", { class: "past" }, el("summary", {}, `${past.length === 1 ? "A query" : `${past.length} queries`} asked before in this browser`), el("ul", { class: "plain-links" }, ...again), forget)] : []));
  }
}

const host = document.getElementById("editor");
if (host) new Room(host);
