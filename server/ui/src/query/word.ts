// Which word is being written in a query, and what may stand in its place?

export interface Word {
  // What is sought: words of a label, or the beginning of a name with its prefix.
  text: string;
  // The column in which it begins.
  from: number;
  prefixed: boolean;
}

export type Place = "class" | "property" | "any";

const PREFIXED = /(?<![?$\w:<])([A-Za-z][\w-]*:[\w.-]*)$/;
const WORDS = /(?<![?$@\w:<\p{L}])(\p{L}[\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}][\p{L}\p{N}'’.-]*){0,4})$/u;

// null inside strings, IRIs, comments, and where nothing is being written.
export function wordAt(line: string, column: number): Word | null {
  const before = line.slice(0, column);
  if (isQuoted(before) || /^\s*(PREFIX|BASE)\b/i.test(before)) return null;
  const prefixed = before.match(PREFIXED)?.[1];
  if (prefixed) return { text: prefixed, from: column - prefixed.length, prefixed: true };
  const text = before.match(WORDS)?.[1];
  return text ? { text, from: column - text.length, prefixed: false } : null;
}

function isQuoted(before: string): boolean {
  let open = "";
  for (let at = 0; at < before.length; at++) {
    const sign = before[at] as string;
    if (open) {
      if (sign === "\\") at++;
      else if (sign === open) open = "";
    } else if (sign === '"' || (sign === "'" && !/\p{L}$/u.test(before.slice(0, at)))) open = sign;
    else if (sign === "<" && /^<[^\s<>]*/.test(before.slice(at)) && /^[^\s=]/.test(before.slice(at + 1))) open = ">";
    else if (sign === "#") return true;
  }
  return open !== "";
}

// The words themselves, and without their first ones: "a Tre" may end in a name that begins with "Tre".
export function candidates({ text, from, prefixed }: Word): Word[] {
  if (prefixed) return [{ text, from, prefixed }];
  const starts = [0, ...[...text.matchAll(/ /g)].map((match) => match.index + 1)];
  return starts.map((start) => ({ text: text.slice(start), from: from + start, prefixed }));
}

// Words in capitals are most often keywords: they bring no list up by themselves.
export function invites(word: Word): boolean {
  const last = word.text.split(" ").at(-1) ?? "";
  return word.prefixed || (last.length >= 2 && word.text.length >= 3 && last !== last.toUpperCase());
}

// After `a` stands a class; after a subject, or a semicolon, a property.
export function placeOf(before: string): Place {
  const told = before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "x").replace(/#.*$/gm, "");
  const start = Math.max(...["{", "}", ";"].map((sign) => told.lastIndexOf(sign)), told.search(/\.(?=\s[^.]*$)/));
  const terms = told.slice(start + 1).trim().split(/\s+/).filter(Boolean);
  if (terms.at(-1) === "a" || terms.at(-1) === "rdf:type") return "class";
  return terms.length === (told[start] === ";" ? 0 : 1) ? "property" : "any";
}

export interface Named {
  label: string;
  kind: string;
  written: string;
}

// Terms by a word of their label or by their name, those that the place asks for first.
export function matching(terms: Named[], word: Word, place: Place): Named[] {
  const sought = word.text.toLowerCase();
  const fits = (term: Named): boolean => (word.prefixed ? term.written.toLowerCase().startsWith(sought) : ` ${term.label.toLowerCase()}`.includes(` ${sought}`));
  const wrong = (term: Named): number => Number(place !== "any" && !(place === "class" ? term.kind === "class" : term.kind.endsWith("property")));
  return terms.filter(fits).sort((a, b) => wrong(a) - wrong(b) || a.label.length - b.label.length);
}
