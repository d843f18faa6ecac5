// Do days lie where the calendar has them?
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoOf, move, sayDay, ticks, zoom } from "../src/time.ts";

test("a day's number leads back to the day, from the year 1 to 9999", () => {
  for (const iso of ["0001-01-01", "0099-12-31", "1899-02-28", "1970-01-01", "2000-02-29", "2018-05-14", "9999-12-31"]) assert.equal(isoOf(dayOf(iso)), iso);
});

test("days beyond the calendar become its first and its last", () => {
  assert.equal(isoOf(-9e6), "0001-01-01");
  assert.equal(isoOf(9e6), "9999-12-31");
});

test("ticks lie in the window, in order, on firsts of months and of years", () => {
  for (const [from, to] of [["2018-05-01", "2018-05-20"], ["2014-03-05", "2016-02-01"], ["1928-07-07", "2023-04-01"], ["0040-01-01", "0160-01-01"], ["0001-01-01", "9999-01-01"]] as const) {
    const found = ticks(dayOf(from), dayOf(to), 1000);
    assert.ok(found.length >= 3 && found.length <= 12, `${from} to ${to}: ${found.length}`);
    const days = found.map((tick) => tick.day);
    assert.deepEqual(days, [...days].sort((a, b) => a - b));
    assert.ok(days.every((day) => day >= dayOf(from) && day <= dayOf(to)));
    if (dayOf(to) - dayOf(from) > 1000) assert.ok(days.every((day) => isoOf(day).endsWith("-01-01")));
  }
});

test("years have their own number, also the early ones", () => {
  assert.deepEqual(ticks(dayOf("0050-01-01"), dayOf("0090-06-01"), 450).map((tick) => tick.label), ["50", "60", "70", "80", "90"]);
});

test("months name their year, and January is the year", () => {
  assert.deepEqual(ticks(dayOf("2014-10-01"), dayOf("2015-03-01"), 600).map((tick) => tick.label), ["Oct 2014", "Nov 2014", "Dec 2014", "2015", "Feb 2015", "Mar 2015"]);
});

test("zooming leaves the place under the pointer where it is", () => {
  const view = { from: 100, to: 300 };
  const near = zoom(view, 0.5, 150);
  assert.deepEqual(near, { from: 125, to: 225 });
  assert.deepEqual(zoom(near, 2, 150), view);
  assert.ok(zoom(view, 1e-9).to - zoom(view, 1e-9).from >= 2);
});

test("moving keeps the length", () => assert.deepEqual(move({ from: 1, to: 4 }, 10), { from: 11, to: 14 }));

test("a day is said in words", () => assert.equal(sayDay(dayOf("2014-05-03")), "3 May 2014"));
