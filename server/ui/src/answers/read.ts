// What did the endpoint answer: rows, yes or no, or triples? Triples are rows too.

// As SPARQL 1.1 Query Results JSON Format has it.
export interface Term {
  type: "uri" | "bnode" | "literal" | "typed-literal";
  value: string;
  "xml:lang"?: string;
  datatype?: string;
}

// Unbound variables are absent.
export type Row = Record<string, Term>;

export interface Answer {
  form: "rows" | "boolean" | "triples";
  columns: string[];
  rows: Row[];
}

interface Results {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Row[] };
}

// null for a format that only a program reads.
export function readAnswer(type: string, body: string): Answer | null {
  if (/\bjson\b/.test(type)) return readResults(JSON.parse(body) as Results);
  if (type.startsWith("application/n-triples")) return { form: "triples", columns: ["subject", "predicate", "object"], rows: readTriples(body) };
  return null;
}

function readResults(found: Results): Answer | null {
  if (typeof found.boolean === "boolean") {
    return { form: "boolean", columns: ["answer"], rows: [{ answer: { type: "literal", value: found.boolean ? "yes" : "no" } }] };
  }
  return found.results ? { form: "rows", columns: found.head.vars ?? [], rows: found.results.bindings } : null;
}

const TERM = /<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/y;

function readTriples(body: string): Row[] {
  const rows: Row[] = [];
  for (const line of body.split("\n")) {
    const terms: Term[] = [];
    let at = 0;
    for (; terms.length < 3; at = TERM.lastIndex) {
      while (line[at] === " " || line[at] === "\t") at++;
      TERM.lastIndex = at;
      const match = TERM.exec(line);
      if (!match) break;
      terms.push(termOf(match));
    }
    const [subject, predicate, object] = terms;
    if (subject && predicate && object) rows.push({ subject, predicate, object });
  }
  return rows;
}

function termOf([, iri, blank, text, language, datatype]: RegExpExecArray): Term {
  if (iri !== undefined) return { type: "uri", value: unescape(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank.slice(2) };
  const literal: Term = { type: "literal", value: unescape(text ?? "") };
  if (language) literal["xml:lang"] = language;
  if (datatype) literal.datatype = unescape(datatype);
  return literal;
}

const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short: string, long: string, sign: string) =>
    sign ? (ESCAPES[sign] ?? sign) : String.fromCodePoint(parseInt(short ?? long, 16)),
  );
}

// How many rows are here when there were more: told before the answer, or at the end of one that was begun.
export function cutAt(headers: Headers, body: string): string | undefined {
  const told = headers.get("Dateline-Truncated")?.replace("rows=", "");
  return told ?? body.slice(-100).match(/(?:,"truncated":\{"rows":|# truncated: rows=)(\d+)/)?.[1];
}
