// How is a name completed where it is written? Classes, properties and types of event are on the page; everything else that has a
// name is asked of the server by the beginning of a word.
import type { Hint, HintList, Yasqe } from "@zazuko/yasqe";
import { el } from "../dom.ts";
import { candidates, invites, matching, type Named, placeOf, type Word, wordAt } from "./word.ts";

const PAUSE_MS = 150;
const MOST = 20;

type Picked = (written: string) => void;
type Position = HintList["from"];

// Offers names while somebody writes, and when Ctrl and space are pressed.
export function completeNames(yasqe: Yasqe, terms: Named[], served: boolean, picked: Picked): void {
  let wait = 0;
  const offer = (): void => yasqe.showHint({ hint: () => findHints(yasqe, terms, served, picked), completeSingle: false, closeCharacters: /[\s()[\]{};>,]/ });
  yasqe.on("changes", (() => {
    window.clearTimeout(wait);
    const word = currentWord(yasqe);
    if (word && invites(word) && yasqe.hasFocus()) wait = window.setTimeout(offer, PAUSE_MS);
  }) as never);
  yasqe.addKeyMap({ "Ctrl-Space": offer });
}

function currentWord(yasqe: Yasqe): Word | null {
  const cursor = yasqe.getDoc().getCursor();
  return wordAt(yasqe.getDoc().getLine(cursor.line), cursor.ch);
}

async function findHints(yasqe: Yasqe, terms: Named[], served: boolean, picked: Picked): Promise<HintList> {
  const cursor = yasqe.getDoc().getCursor();
  const word = currentWord(yasqe);
  const list: Hint[] = [];
  for (const candidate of word ? candidates(word) : []) {
    const before = yasqe.getDoc().getRange({ line: 0, ch: 0 }, { line: cursor.line, ch: candidate.from });
    const known = matching(terms, candidate, placeOf(before));
    const named = served && !candidate.prefixed ? await askNames(candidate.text) : [];
    const from = { line: cursor.line, ch: candidate.from };
    list.push(...[...known, ...named].map((one) => hintOf(one, from)));
    if (list.length) break;
  }
  const found = { list: list.slice(0, MOST), from: cursor, to: cursor };
  // The list's own event, whose register stands beside the library's types.
  (yasqe.constructor as unknown as { on(target: object, event: "pick", handler: (hint: Hint) => void): void }).on(found, "pick", (hint) => picked(hint.text));
  return found;
}

async function askNames(begin: string): Promise<Named[]> {
  const answer = await fetch(`/names.json?${new URLSearchParams({ begin })}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { names: Named[] }).names : [];
}

function hintOf(one: Named, from: Position): Hint {
  return {
    text: one.written,
    displayText: `${one.label} ${one.written}`,
    render: (place) => place.append(el("bdi", {}, one.label), " ", el("span", { class: "kind" }, `${one.kind} ${one.written}`)),
    // What was written since the names were asked for belongs to the word too.
    hint: (editor: Yasqe) => editor.getDoc().replaceRange(one.written, from, editor.getDoc().getCursor(), "complete"),
  } as Hint;
}
