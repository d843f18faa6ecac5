// Which prefixes does a query use without declaring them? The server knows ours anyway; whoever takes the query elsewhere needs
// them, and the editor would mark them as faults.
import type { Prefixes } from "../answers/links.ts";

const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^>\s]*>|#.*/g;

export function missingPrefixes(query: string, known: Prefixes): Prefixes {
  const bare = query.replace(QUOTED, " ");
  const declared = new Set([...bare.matchAll(/\bPREFIX\s+([\w-]*):/gi)].map((match) => match[1]));
  const used = new Set([...bare.matchAll(/(?<![\w:])([A-Za-z][\w-]*):/g)].map((match) => match[1]));
  return Object.fromEntries(Object.entries(known).filter(([name]) => used.has(name) && !declared.has(name)));
}
