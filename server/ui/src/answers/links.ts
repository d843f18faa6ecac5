// Where does an IRI lead, and how is it written short? An IRI of ours has a page on this server; its own address belongs to
// another one. What is no web address leads nowhere.

export type Prefixes = Record<string, string>;

const PAGES: [string, string][] = [["dli", "/page/"], ["dl", "/ontology#"], ["dlt", "/about/type/"], ["plover", "/about/plover/"], ["dlq", "/about/question/"], ["dlg", "/graph/"]];

export function pageOf(iri: string, prefixes: Prefixes, served: boolean): string | null {
  for (const [name, place] of served ? PAGES : []) {
    const base = prefixes[name];
    if (base && iri.startsWith(base) && iri !== base) return place + iri.slice(base.length);
  }
  return /^https?:\/\//i.test(iri) ? iri : null;
}

export function shortOf(iri: string, prefixes: Prefixes): string {
  const found = Object.entries(prefixes).find(([, base]) => iri.startsWith(base) && iri !== base);
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
}
