// How is an answer read as a table? A page of rows at a time; every IRI leads to its page, every inferred cell to its proof.
import { el } from "../dom.ts";
import { offerProof } from "../proofrow.ts";
import { columnsOf, type Kind } from "./columns.ts";
import type { Answer, Row, Term } from "./read.ts";
import { sortRows } from "./sorting.ts";
import type { Writing } from "./writing.ts";

// As many as the server looks at for proofs in one request.
export const PAGE = 100;
const LONG = 300;

interface Why {
  row: number;
  column: string;
  s: string;
  p: string;
  o: string;
}

export type AskWhy = (rows: Row[]) => Promise<Why[]>;

export class Table {
  private readonly body = el("tbody");
  private readonly told = el("span", { class: "small", role: "status" });
  private readonly kinds: Map<string, Kind>;
  private rows: Row[];
  private page = 0;
  private sorted = { column: "", down: false };
  readonly node: HTMLElement;

  constructor(
    private readonly answer: Answer,
    private readonly writing: Writing,
    private readonly askWhy: AskWhy | null,
  ) {
    this.rows = answer.rows;
    this.kinds = new Map(columnsOf(answer).map((one) => [one.name, one.kind]));
    const head = el("tr", {}, ...answer.columns.map((name) => this.head(name)));
    const table = el("table", {}, el("thead", {}, head), this.body);
    this.node = el("div", { class: "stack" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows of the answer" }, table), this.pager());
    this.draw();
  }

  private head(name: string): HTMLElement {
    const cell = el("th", { scope: "col", class: this.kinds.get(name) === "number" ? "number" : "" });
    const sort = (): void => {
      this.sorted = { column: name, down: this.sorted.column === name && !this.sorted.down };
      this.rows = sortRows(this.answer.rows, name, this.kinds.get(name) ?? "text", this.sorted.down);
      for (const other of cell.parentElement?.children ?? []) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
      this.page = 0;
      this.draw();
    };
    cell.append(el("button", { type: "button", class: "plain", title: `Sort by ${name}`, click: sort }, name));
    return cell;
  }

  private pager(): HTMLElement {
    const turn = (by: number) => (): void => {
      this.page += by;
      this.draw();
    };
    const [back, on] = [el("button", { type: "button", click: turn(-1) }, "Rows before"), el("button", { type: "button", click: turn(1) }, "More rows")];
    const few = this.rows.length <= PAGE;
    this.turned = () => {
      back.disabled = this.page === 0;
      on.disabled = (this.page + 1) * PAGE >= this.rows.length;
    };
    return el("div", { class: "row" }, this.told, ...(few ? [] : [back, on]));
  }

  private turned: () => void = () => undefined;

  private draw(): void {
    const first = this.page * PAGE;
    const rows = this.rows.slice(first, first + PAGE);
    const drawn = rows.map((row) => el("tr", {}, ...this.answer.columns.map((name) => this.cell(row[name], name))));
    this.body.replaceChildren(...drawn);
    this.told.textContent = this.rows.length ? `Rows ${first + 1} to ${first + rows.length} of ${this.rows.length.toLocaleString("en")}.` : "No rows.";
    this.turned();
    if (rows.length && this.askWhy) void this.askWhy(rows).then((found) => this.lead(found, drawn), () => undefined);
  }

  private cell(term: Term | undefined, name: string): HTMLElement {
    const cell = el("td", { class: this.kinds.get(name) === "number" ? "number" : "" });
    if (!term) return cell;
    const words = this.writing.words(term);
    const page = this.writing.page(term);
    if (page) cell.append(el("a", { href: page, title: term.value }, el("bdi", {}, words)));
    else if (words.length > LONG) cell.append(el("details", {}, el("summary", {}, el("bdi", {}, `${words.slice(0, LONG)} …`)), el("bdi", {}, words)));
    else cell.append(el("bdi", {}, words));
    return cell;
  }

  private lead(found: Why[], drawn: HTMLTableRowElement[]): void {
    for (const why of found) {
      const row = drawn[why.row];
      const cell = row?.cells[Math.max(this.answer.columns.indexOf(why.column), 0)];
      if (!cell) continue;
      const told = this.tell(why);
      const link = el("a", { class: "why", href: `/explain?${new URLSearchParams({ s: why.s, p: why.p, o: why.o })}`, title: `Inferred: ${told.whole}` }, `why ${told.name}?`);
      cell.append(" ", link);
      offerProof(link);
    }
  }

  // What a class is said of is told by the class, anything else by its property.
  private tell({ s, p, o }: Why): { name: string; whole: string } {
    const [subject, property, object] = [s, p, o].map((value) => this.writing.short(value)) as [string, string, string];
    const name = property === "rdf:type" ? object : property;
    return { name: inWords(name.replace(/^\w+:/, "")), whole: `${subject} ${property} ${object}` };
  }
}

// A name in one word, which no line could break, as the words it is made of.
function inWords(name: string): string {
  return name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
}
