// How does a person write a query? Yasgui over our own endpoint, with our prefixes and example questions.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";

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
    tab.getYasqe()?.query().catch(() => undefined);
  };
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
