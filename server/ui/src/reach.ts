// How are words of a text chosen with the arrow keys?
import type { Points } from "./annotation.ts";

/** From the first code point to the one behind the last. */
export type Stretch = [number, number];

/** Numbers of words: where choosing began, and the word it has come to. */
export interface Reach {
  anchor: number;
  head: number;
}

/** The words of a text, in its order; apostrophes and hyphens inside a word belong to it. */
export function wordsOf(points: Points): Stretch[] {
  const found: Stretch[] = [];
  let units = 0;
  let at = 0;
  for (const match of points.text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu)) {
    at += [...points.text.slice(units, match.index)].length;
    const length = [...match[0]].length;
    found.push([at, at + length]);
    at += length;
    units = match.index + match[0].length;
  }
  return found;
}

/** The word that a place in the text lies in, or the first one behind it. */
export function wordAt(words: Stretch[], place: number): Reach {
  const found = words.findIndex(([, end]) => end > place);
  const at = found < 0 ? Math.max(words.length - 1, 0) : found;
  return { anchor: at, head: at };
}

/** One word on or back; `extend` leaves the place where choosing began. */
export function step(words: Stretch[], from: Reach, by: 1 | -1, extend: boolean): Reach {
  const head = Math.min(Math.max(from.head + by, 0), words.length - 1);
  return { anchor: extend ? from.anchor : head, head };
}

/** The stretch from the first chosen word to the last; null in a text without words. */
export function covered(words: Stretch[], reach: Reach): Stretch | null {
  const first = words[Math.min(reach.anchor, reach.head)];
  const last = words[Math.max(reach.anchor, reach.head)];
  return first && last ? [first[0], last[1]] : null;
}
