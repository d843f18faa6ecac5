// What stands around the text and the claims of an article under review?
import { el } from "./dom.ts";

export const KEYS: [string, string][] = [
  ["j k", "next, previous claim"],
  ["c", "confirm"],
  ["e", "edit"],
  ["x", "delete"],
  ["w", "choose words in the text: ← and → move, with Shift they take more"],
  ["a", "add an event told by the chosen words"],
  ["n", "name the chosen words as somebody or something"],
  ["t", "the chosen words tell this event"],
  ["v", "the chosen words are what this claim rests on"],
  ["u", "undo"],
  ["o", "order: least sure first, or as in the text"],
  ["s", "see what changes, then save"],
  ["Esc", "leave a field; close"],
];

export interface Doing {
  save: () => void;
  undo: () => void;
  reorder: () => void;
  add: () => void;
  name: () => void;
  tell: () => void;
  rest: () => void;
}

/** The frame around two sections that are already there. */
export function drawFrame(title: string, text: HTMLElement, claims: HTMLElement, doing: Doing): Node[] {
  const keys = el("dl", { class: "facts" }, ...KEYS.flatMap(([key, words]) => [el("dt", {}, ...key.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, words)]));
  const button = (words: string, click: () => void, kind = ""): HTMLElement => el("button", { type: "button", class: kind, click }, words);
  return [
    el("h2", { dir: "auto" }, title),
    el(
      "div",
      { class: "row noprint" },
      button("See changes and save", doing.save, "primary"),
      button("Undo", doing.undo),
      button("Other order", doing.reorder),
      el("a", { href: "#" }, "All articles"),
    ),
    el(
      "div",
      { class: "row noprint", role: "group", "aria-label": "The chosen words" },
      el("span", { class: "kind" }, "The chosen words:"),
      button("tell a new event", doing.add),
      button("name somebody or something", doing.name),
      button("tell this event", doing.tell),
      button("are what this claim rests on", doing.rest),
    ),
    el("details", { class: "small" }, el("summary", {}, "Keys"), keys),
    el("div", { class: "split reading" }, text, claims),
  ];
}
