// How does a person write a query? Yasgui over our own endpoint, with our prefixes and example questions.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { offerNames } from "./insert.ts";

interface Example {
  name: string;
  question: string;
  shows: string;
  query: string;
}

function readBlock<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

const prefixes = readBlock<Record<string, string>>("prefixes");
const examples = readBlock<Example[]>("examples");
const served = document.body.dataset.served !== undefined;
const endpoint = new URL("sparql", document.baseURI).href;

// Every shipped completer of IRIs asks a server elsewhere; this one knows the prefixes of this one.
Yasgui.Yasqe.registerAutocompleter({
  name: "prefixes",
  bulk: true,
  autoShow: true,
  persistenceId: null,
  isValidCompletionPosition: (yasqe) => {
    const cursor = yasqe.getDoc().getCursor();
    const before = yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch);
    return /^\s*PREFIX\s+[\w-]*$/i.test(before);
  },
  get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
});

// The server knows our prefixes without a declaration; the editor marks an undeclared one as an error.
interface Editor {
  getValue(): string;
  getPrefixesFromQuery(): Record<string, string>;
  addPrefixes(add: Record<string, string>): void;
}

function declare(editor: object): void {
  const yasqe = editor as Editor;
  const declared = new Set(Object.keys(yasqe.getPrefixesFromQuery()));
  const text = yasqe.getValue().replace(/"[^"\n]*"|'[^'\n]*'|<[^>\s]*>|#.*/g, " ");
  const used = new Set([...text.matchAll(/(?<![\w:])([A-Za-z][\w-]*):/g)].map((match) => match[1] ?? ""));
  const missing = Object.entries(prefixes).filter(([name]) => used.has(name) && !declared.has(name));
  if (missing.length) yasqe.addPrefixes(Object.fromEntries(missing));
}

interface Answer {
  headers: Headers;
  content: string;
}

// A cut answer must not look like a whole one; one that was cut after it was begun says so at its end.
function cutAt(answer: Answer): string | undefined {
  const told = answer.headers.get("Dateline-Truncated")?.replace("rows=", "");
  const end = answer.content.slice(-100);
  return told ?? end.match(/(?:,"truncated":\{"rows":|# truncated: rows=|<!-- truncated: rows=)(\d+)/)?.[1];
}

function isEmpty(body: string): boolean {
  return body.length < 10_000 && /"bindings"\s*:\s*\[\s*\]|"boolean"\s*:\s*false/.test(body);
}

function link(words: string, path: string, fields: Record<string, string>): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = `${path}?${new URLSearchParams(fields)}`;
  made.textContent = words;
  return made;
}

// What can be done with an answer; the lab, which serves this page too, can do none of it.
function tellAnswer(query: string, cut: string | undefined, empty: boolean): void {
  const notice = document.getElementById("notice");
  if (!notice) return;
  notice.replaceChildren();
  if (cut) notice.append(`This answer was cut: only its first ${cut} rows are here. `);
  if (!served) return;
  if (empty) notice.append(link("Why is this empty?", "/sparql", { query, "explain-empty": "1" }), " · ");
  notice.append(link("Cite this answer", "/cite", { query }), " · ");
  notice.append(link("As a spreadsheet", "/spreadsheet.csv", { query }));
}

// Said while the query already runs: who waits knows why, and can stop it.
async function tellCost(query: string): Promise<void> {
  const notice = document.getElementById("notice");
  if (!served || !notice) return;
  notice.replaceChildren();
  const answer = await fetch(`/cost?${new URLSearchParams({ query })}`);
  if (!answer.ok || notice.childNodes.length) return;
  const { remarks, limit } = (await answer.json()) as { remarks: { part: string; detail: string }[]; limit: number };
  if (remarks.length) {
    const why = remarks.map((one) => `${one.part}: ${one.detail}`).join("; ");
    notice.textContent = `This may take long, and is stopped after ${limit} s. ${why}.`;
  }
}

function localPage(iri: string): string | null {
  const { dli, dl } = prefixes;
  if (dli && iri.startsWith(dli)) return `/page/${iri.slice(dli.length)}`;
  return dl && iri.startsWith(dl) ? `/ontology#${iri.slice(dl.length)}` : null;
}

function currentQuery(): string | null {
  return new URLSearchParams(window.location.search).get("query");
}

const host = document.getElementById("editor");
if (host) {
  host.replaceChildren();
  const yasgui = new Yasgui(host, {
    persistenceId: "dateline",
    requestConfig: {
      endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json, text/plain;q=0.9, */*;q=0.5",
      acceptHeaderGraph: "text/turtle, text/plain;q=0.9, */*;q=0.5",
    },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => undefined },
    copyEndpointOnNewTab: true,
    populateFromUrl: false,
    yasqe: {
      value: examples[0]?.query ?? "SELECT * WHERE { ?event a dl:ActualEvent ; dl:edtf ?when } LIMIT 20",
      autocompleters: ["variables", "prefixes"],
      createShareableLink: (yasqe: { getValue(): string }) =>
        `${endpoint}?${new URLSearchParams({ query: yasqe.getValue() })}`,
    },
    yasr: { prefixes, persistenceId: null },
  } as never);

  const show = (name: string, query: string): void => {
    const tab = yasgui.addTab(true, { name, yasqe: { value: query } } as never, { avoidDuplicateTabs: true });
    const yasqe = tab.getYasqe();
    if (!yasqe) return;
    declare(yasqe);
    yasqe.query().catch(() => undefined);
  };
  // An IRI of ours has a page on this server; its own address belongs to another one.
  host.addEventListener("click", (click) => {
    const link = (click.target as Element).closest<HTMLAnchorElement>("a[href]");
    const here = link && localPage(link.href);
    if (here) {
      click.preventDefault();
      window.open(here, "_blank", "noopener");
    }
  });
  const watched = new WeakSet<object>();
  yasgui.on("queryBefore", (_, tab) => {
    const yasqe = tab.getYasqe();
    if (!yasqe) return;
    declare(yasqe);
    tellCost(yasqe.getValue()).catch(() => undefined);
    if (watched.has(yasqe)) return;
    watched.add(yasqe);
    yasqe.on("queryResponse", (_instance: unknown, response: Answer | Error) => {
      if (!(response instanceof Error)) tellAnswer(yasqe.getValue(), cutAt(response), isEmpty(response.content));
    });
  });
  if (served) offerNames((written) => {
    const yasqe = yasgui.getTab()?.getYasqe();
    if (!yasqe) return;
    yasqe.replaceSelection(`${written} `);
    yasqe.focus();
  });
  const given = currentQuery();
  if (given) show("From the address", given);
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-example]")) {
    button.addEventListener("click", () => {
      const example = examples.find((item) => item.name === button.dataset.example);
      if (example) show(example.question, example.query);
      host.scrollIntoView({ behavior: "smooth" });
    });
  }
}
