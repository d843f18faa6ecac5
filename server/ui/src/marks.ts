// How is an event drawn: where it begins and ends, which shape its standing has, how its date fades?
import { dayOf } from "./time.ts";

export type Standing = "contested" | "asserted" | "reported" | "envisaged" | "denied";
export type Shape = "exact" | "span" | "fuzzy" | "open-start" | "open-end";
export const STANDINGS: Standing[] = ["asserted", "reported", "envisaged", "contested", "denied"];

export interface Mark {
  page: string;
  label: string;
  type: string;
  when: string;
  first: string;
  last: string;
  shape: Shape;
  hedged: boolean;
  basis: string;
  standing: Standing;
  who: string;
  where: string;
  word: string;
}

// How far a fading end reaches: its length says nothing, so it is the same at every zoom.
export const FADE = 64;
const LEAST = 14;

export interface Placed {
  // Where the glyph stands, and the bar behind it, in pixels; a day known exactly has no bar.
  glyph: number;
  left: number;
  right: number;
}

export function place(mark: Mark, scale: (day: number) => number): Placed {
  const first = scale(dayOf(mark.first));
  const end = scale(dayOf(mark.last) + 1);
  switch (mark.shape) {
    case "exact": {
      const middle = (first + end) / 2;
      return { glyph: middle, left: middle, right: middle };
    }
    case "open-start":
      return { glyph: end, left: end - FADE, right: end };
    case "open-end":
      return { glyph: first, left: first, right: first + FADE };
    case "fuzzy": {
      // Some time within: the mark stands in the middle and the haze around it, never narrower than it can be seen.
      const middle = (first + end) / 2;
      const half = Math.max((end - first) / 2, LEAST);
      return { glyph: middle, left: middle - half, right: middle + half };
    }
    case "span":
      return { glyph: first, left: first, right: Math.max(end, first + 4) };
  }
}

// Paths around the origin, eleven pixels wide. Filled, half filled, hollow, crossed, crossed twice: told apart without colour.
export const GLYPHS: Record<Standing, string> = {
  asserted: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
  reported: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0ZM0-3.6a3.6 3.6 0 0 1 0 7.2Z",
  envisaged: "M0-6L6 0L0 6L-6 0Z",
  contested: "M-5-2H5M-5 2H5M3-5.5L-3 5.5",
  denied: "M-4.5-4.5L4.5 4.5M-4.5 4.5L4.5-4.5",
};

// Names of another direction of writing keep to themselves.
function apart(words: string): string {
  return words && `\u2068${words}\u2069`;
}

export function sayMark(mark: Mark): string {
  const vague = { exact: "", span: "", fuzzy: "some time within ", "open-start": "", "open-end": "" }[mark.shape];
  return [`${vague}${mark.when}`, `${mark.hedged ? "≈ " : ""}${apart(mark.label)}`, apart(mark.who), apart(mark.where), mark.standing, mark.word && `on the word of ${apart(mark.word)}`]
    .filter(Boolean)
    .join(" · ");
}
