// What are the things of an answer called? The endpoint that gave the answer is asked for their labels.
import type { Prefixes } from "./links.ts";
import type { Answer } from "./read.ts";

const MOST = 1000;
const OURS = ["dli", "dl", "dlt", "plover"];
const UNWRITABLE = /[<>"{}|^`\\\u0000-\u0020]/;

export type Labels = ReadonlyMap<string, string>;

// The IRIs of ours in an answer, each once, as many as one query can ask for.
export function askable(answer: Answer, prefixes: Prefixes): string[] {
  const bases = OURS.flatMap((name) => prefixes[name] ?? []);
  const found = new Set<string>();
  for (const row of answer.rows) {
    for (const term of Object.values(row)) {
      if (term.type === "uri" && bases.some((base) => term.value.startsWith(base)) && !UNWRITABLE.test(term.value)) found.add(term.value);
    }
    if (found.size >= MOST) break;
  }
  return [...found];
}

export async function readLabels(answer: Answer, prefixes: Prefixes, endpoint: string, asking: AbortSignal): Promise<Labels> {
  const names = askable(answer, prefixes);
  if (!names.length) return new Map();
  const query = `SELECT ?iri (SAMPLE(?name) AS ?label) {
  VALUES ?iri { ${names.map((name) => `<${name}>`).join(" ")} }
  ?iri <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel> ?name
} GROUP BY ?iri`;
  const response = await fetch(endpoint, { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: "application/sparql-results+json" }, signal: asking });
  if (!response.ok) return new Map();
  const { results } = (await response.json()) as { results: { bindings: { iri: { value: string }; label?: { value: string } }[] } };
  return new Map(results.bindings.flatMap((row) => (row.label ? [[row.iri.value, row.label.value] as const] : [])));
}
