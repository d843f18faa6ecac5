// Are events placed, packed and counted as what they are?
import assert from "node:assert/strict";
import { test } from "node:test";
import { binAt, countAt, drawBars, highest } from "../src/bars.ts";
import { isCut } from "../src/chart.ts";
import { layOut, partsOf, setOut, sides, type Tie } from "../src/forces.ts";
import { FADE, type Mark, place, sayMark, type Shape } from "../src/marks.ts";
import { pack, shorten } from "../src/packing.ts";
import { dayOf } from "../src/time.ts";

function mark(shape: Shape, first: string, last: string): Mark {
  return { page: "/page/x", label: "They met", type: "meeting", when: "2014", first, last, shape, hedged: false, basis: "stated", standing: "asserted", who: "Peru (guest)", where: "Visby", word: "a trade paper" };
}

const scale = (day: number): number => (day - dayOf("2014-01-01")) * 10;

test("a known day is a point in its middle", () => {
  assert.deepEqual(place(mark("exact", "2014-01-03", "2014-01-03"), scale), { glyph: 25, left: 25, right: 25 });
});

test("a span reaches to the end of its last day", () => {
  assert.deepEqual(place(mark("span", "2014-01-03", "2014-01-04"), scale), { glyph: 20, left: 20, right: 40 });
});

test("some time within is a haze around its middle, which can always be seen", () => {
  const year = place(mark("fuzzy", "2014-01-01", "2014-12-31"), scale);
  assert.deepEqual(year, { glyph: 1825, left: 0, right: 3650 });
  const far = place(mark("fuzzy", "2014-01-01", "2014-12-31"), (day) => scale(day) / 1000);
  assert.ok(far.right - far.left >= 20);
});

test("an unknown end claims the same length at every zoom, on the side that is unknown", () => {
  for (const by of [0.01, 1, 50]) {
    const wide = (day: number): number => scale(day) * by;
    const open = place(mark("open-end", "2014-01-11", "2014-01-11"), wide);
    assert.deepEqual([open.left, open.right - open.left], [wide(dayOf("2014-01-11")), FADE]);
    const before = place(mark("open-start", "2014-01-11", "2014-01-11"), wide);
    assert.deepEqual([before.right, before.right - before.left], [wide(dayOf("2014-01-12")), FADE]);
  }
});

test("what is read aloud says that a date is vague, the standing and the source", () => {
  assert.equal(sayMark(mark("fuzzy", "2014-01-01", "2014-12-31")).replace(/[\u2068\u2069]/g, ""), "some time within 2014 · They met · Peru (guest) · Visby · asserted · on the word of a trade paper");
});

test("no two of a row overlap, and no row is left empty", () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const extents = Array.from({ length: 300 }, () => next() * 1000).sort((a, b) => a - b).map((left) => ({ left, right: left + next() * 120 }));
  const rows = pack(extents, 8);
  for (let row = 0; row <= Math.max(...rows); row++) {
    const held = extents.filter((_, at) => rows[at] === row);
    assert.ok(held.length > 0);
    held.slice(1).forEach((one, at) => assert.ok(one.left >= (held[at]?.right ?? 0) + 8));
  }
});

test("long labels are cut between letters, also of more than one unit", () => {
  assert.equal(shorten("short"), "short");
  assert.equal([...shorten("😀".repeat(50), 10)].length, 10);
});

test("bars stack to the highest bin, certain below possible", () => {
  const bins = { asserted: [[0, 2, 1], [2, 1, 0]], denied: [[0, 1, 0]] } as const;
  const copy = JSON.parse(JSON.stringify(bins));
  assert.equal(highest(copy), 4);
  const bars = drawBars(copy, [0, 10, 20, 30], (day) => day, 40);
  assert.deepEqual(bars.map((bar) => bar.standing), ["asserted", "denied"]);
  assert.match(bars[0]?.certain ?? "", /^M0\.0 40\.0h9\.0v-20\.0/);
  assert.match(bars[1]?.certain ?? "", /^M0\.0 20\.0h9\.0v-10\.0/);
  assert.match(bars[0]?.possible ?? "", /^M0\.0 10\.0h9\.0v-10\.0/);
  assert.deepEqual(countAt(copy, 0), { certain: 3, possible: 1 });
});

test("a number at an edge of the window is whole or not there", () => {
  assert.deepEqual([-30, -29, 0, 70, 71, 99, 100].map((left) => isCut({ left, right: left + 30 }, 100)), [false, true, false, false, true, true, false]);
});

test("a day is found in its bin, and nowhere outside", () => {
  assert.deepEqual([-1, 0, 9, 10, 29, 30].map((day) => binAt([0, 10, 20, 30], day)), [null, 0, 0, 1, 2, null]);
});

test("a network looks the same each time, and its nodes stand apart", () => {
  const ties: Tie[] = Array.from({ length: 299 }, (_, n) => [Math.floor(n / 3), n + 1, 1]);
  const one = layOut(300, ties, 1.5, 60);
  assert.deepEqual(one, layOut(300, ties, 1.5, 60));
  assert.ok(one.every((point) => Number.isFinite(point.x) && Number.isFinite(point.y)));
  const nearest = one.map((a, at) => Math.min(...one.filter((_, other) => other !== at).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));
  assert.ok(nearest.sort((a, b) => a - b)[30]! > 0.1);
});

test("labels cover no node and none that came before, on the first side that is free and inside the frame", () => {
  const box = (x: number, y: number): { x: number; y: number; width: number; height: number } => ({ x, y, width: 10, height: 5 });
  const [far, nodes] = [box(90, 90), [box(-20, 0), box(-20, 10), box(-20, 20), box(40, 0)]];
  assert.deepEqual(sides([[box(0, 0)], [box(5, 2), box(20, 0)], [box(40, 2), box(22, 1)], [box(40, 0), far]], nodes), [0, 1, null, 0]);
  assert.deepEqual(sides([[box(-20, 10)], [box(-20, 20)]], nodes, 1), [0, null]);
  assert.deepEqual(sides([[box(55, 0), box(45, 0)], [box(0, -1)]], [], 2, { x: 0, y: 0, width: 60, height: 60 }), [1, null]);
});

test("what no tie joins is a part of its own, and no part lies over another", () => {
  const ties: Tie[] = [[4, 1, 1], [5, 4, 2], [0, 2, 1]];
  assert.deepEqual(partsOf(7, ties), [[1, 4, 5], [0, 2], [3], [6]]);
  const boxes = [9, 4, 4, 3, 2, 2, 1, 1, 1].map((side) => ({ x: 0, y: 0, width: side, height: side }));
  for (const aspect of [0.5, 1, 2.5]) {
    const corners = setOut(boxes, aspect);
    const laid = boxes.map((box, n) => ({ ...box, ...corners[n]! }));
    laid.forEach((one, n) => laid.slice(n + 1).forEach((other) => assert.ok(one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y)));
  }
});
