// Is an answer read as what it says, and shown only in pictures that its columns allow?
import assert from "node:assert/strict";
import { test } from "node:test";
import { chartOf } from "../src/answers/chart.ts";
import { columnsOf, fitsOf, kindOf } from "../src/answers/columns.ts";
import { boundsOf } from "../src/answers/edtf.ts";
import { askable } from "../src/answers/labels.ts";
import { pageOf, shortOf } from "../src/answers/links.ts";
import { first, gather, type Spot, spotsOf, viewOf } from "../src/answers/gathering.ts";
import { type Answer, cutAt, readAnswer, type Row, type Term } from "../src/answers/read.ts";
import { sortRows } from "../src/answers/sorting.ts";
import { MOST_NODES, networkOf } from "../src/answers/tied.ts";
import { datedRows, spanOf } from "../src/answers/timeline.ts";
import { Writing } from "../src/answers/writing.ts";
import { dayOf, isoOf } from "../src/time.ts";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const PREFIXES = { dl: "https://w3id.org/dateline/ontology#", dli: "https://w3id.org/dateline/id/", dlt: "https://w3id.org/dateline/type/", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" };
const writing = new Writing(PREFIXES, true);
const iri = (value: string): Term => ({ type: "uri", value });
const text = (value: string): Term => ({ type: "literal", value });
const typed = (value: string, type: string): Term => ({ type: "literal", value, datatype: XSD + type });

function table(columns: string[], ...rows: (Term | null)[][]): Answer {
  const named = rows.map((row) => Object.fromEntries(row.flatMap((term, at) => (term ? [[columns[at] as string, term]] : []))) as Row);
  return { form: "rows", columns, rows: named };
}

test("rows, yes and no, and triples are read; what else there is, is not", () => {
  const rows = '{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"x:y"}}]},"truncated":{"rows":1}}';
  assert.deepEqual(readAnswer("application/sparql-results+json", rows), table(["a"], [iri("x:y")]));
  assert.deepEqual(readAnswer("application/sparql-results+json", '{"head":{},"boolean":true}')?.rows, [{ answer: text("yes") }]);
  const triples = '<x:a> <x:p> "say \\"hi\\" \\u00e9\\n."@en-GB .\n_:b <x:p> "1"^^<x:int> .\n# no triple\n';
  assert.deepEqual(readAnswer("application/n-triples", triples)?.rows, [
    { subject: iri("x:a"), predicate: iri("x:p"), object: { type: "literal", value: 'say "hi" é\n.', "xml:lang": "en-GB" } },
    { subject: { type: "bnode", value: "b" }, predicate: iri("x:p"), object: { type: "literal", value: "1", datatype: "x:int" } },
  ]);
  assert.equal(readAnswer("text/turtle", "<a> <b> <c> ."), null);
});

test("a cut is told by the header or at the end of what was begun", () => {
  assert.equal(cutAt(new Headers({ "Dateline-Truncated": "rows=40" }), ""), "40");
  assert.equal(cutAt(new Headers(), '{"results":{"bindings":[]},"truncated":{"rows":7}}'), "7");
  assert.equal(cutAt(new Headers(), '{"results":{"bindings":[{"a":"truncated"}]}}'), undefined);
});

test("a date in EDTF has the bounds that its digits leave", () => {
  const told = (written: string): (string | null)[] | null => {
    const found = boundsOf(written);
    return found && [found.from, found.to].map((day) => (day === null ? null : isoOf(day)));
  };
  for (const [written, from, to] of [["2018-05-14", "2018-05-14", "2018-05-14"], ["2018-05", "2018-05-01", "2018-05-31"], ["2016-02~", "2016-02-01", "2016-02-29"], ["201X", "2010-01-01", "2019-12-31"], ["2018-XX-XX", "2018-01-01", "2018-12-31"], ["2014?/2015-03", "2014-01-01", "2015-03-31"], ["../2014", null, "2014-12-31"], ["1980~/..", "1980-01-01", null], ["../..", null, null], ["2018-05-14T09:00:00Z", "2018-05-14", "2018-05-14"]] as const) {
    assert.deepEqual(told(written), [from, to], written);
  }
  for (const wrong of ["", "Peru", "2018/2019/2020", "18", "1990s", "yes"]) assert.equal(wrong === "" ? null : told(wrong), null, wrong);
});

test("a column is of the kind that all its terms are of", () => {
  assert.equal(kindOf([]), "empty");
  assert.equal(kindOf([iri("x:a"), { type: "bnode", value: "b" }]), "thing");
  assert.equal(kindOf([iri("x:a"), text("a")]), "text");
  assert.equal(kindOf([typed("1", "integer"), typed("1.5", "decimal")]), "number");
  assert.equal(kindOf([typed("2018-05-14", "date"), text("2018/..")]), "day");
  assert.equal(kindOf([text("2018"), { type: "literal", value: "2018", "xml:lang": "en" }]), "text");
});

test("each picture is offered when its columns are there, and says what it lacks when not", () => {
  const fits = (answer: Answer) => fitsOf(columnsOf(answer));
  const dated = fits(table(["day", "kind", "event"], [typed("2018-05-14", "date"), text("visit"), text("one")], [typed("2018-05-15", "date"), text("visit"), text("two")]));
  assert.deepEqual(dated.timeline.plan, { from: "day", to: "day", label: "event" });
  assert.deepEqual(dated.graph.plan, { one: "kind", other: "event", weight: null });
  assert.match(dated.map.lacking ?? "", /\?lat and \?long/);
  assert.match(dated.chart.lacking ?? "", /COUNT/);
  const span = fits(table(["event", "earliest", "latest"], [iri("x:a"), typed("2018-05-14", "date"), typed("2018-06-14", "date")]));
  assert.deepEqual(span.timeline.plan, { from: "earliest", to: "latest", label: "event" });
  const places = fits(table(["place", "lat", "long", "events"], [text("Kabwe"), typed("-14.4", "decimal"), typed("28.4", "decimal"), typed("3", "integer")]));
  assert.deepEqual(places.map.plan, { lat: "lat", long: "long", label: "place", weight: "events" });
  assert.deepEqual(places.chart.plan, { category: "place", series: null, numbers: ["events"] });
  const stacked = fits(table(["year", "kind", "n"], [text("2018"), text("visit"), typed("3", "integer")]));
  assert.deepEqual(stacked.chart.plan, { category: "year", series: "kind", numbers: ["n"] });
  const bare = fits(table(["n"], [typed("3", "integer")]));
  for (const fit of Object.values(bare)) assert.ok(fit.lacking, JSON.stringify(fit));
});

test("numbers of one category add up, series keep the order of the answer", () => {
  const answer = table(["year", "kind", "n"], [text("2018"), text("visit"), typed("3", "integer")], [text("2019"), text("talk"), typed("1", "integer")], [text("2018"), text("visit"), typed("2", "integer")]);
  assert.deepEqual(chartOf(answer, { category: "year", series: "kind", numbers: ["n"] }, (term) => term?.value ?? ""), { categories: ["2018", "2019"], series: [{ name: "visit", values: [5, 0] }, { name: "talk", values: [0, 1] }] });
});

test("rows without any bound are left out of the line, open ends are kept", () => {
  const dated = datedRows(table(["e", "d"], [text("a"), text("../..")], [text("b"), text("2018/..")], [text("c"), null]), { from: "d", to: "d", label: "e" });
  assert.deepEqual(dated.map((one) => [one.row.e?.value, one.from, one.to]), [["b", dayOf("2018-01-01"), null]]);
  const span = spanOf([{ from: dayOf("2018-01-01"), to: null }, { from: null, to: dayOf("2019-01-01") }]);
  assert.ok(span.from < dayOf("2018-01-01") && span.to > dayOf("2019-01-01"));
});

test("a point off the globe is no place, and the view holds all others", () => {
  const row = (name: string, lat: string, long: string): Term[] => [text(name), typed(lat, "decimal"), typed(long, "decimal")];
  const spots = spotsOf(table(["p", "lat", "long"], row("a", "10", "20"), row("b", "91", "0"), row("c", "-30", "-170")), { lat: "lat", long: "long", label: "p", weight: null }, writing);
  assert.deepEqual(spots.map((spot) => spot.label), ["a", "c"]);
  const view = viewOf(spots, 24);
  for (const spot of spots) assert.ok(spot.x >= view.left && spot.x <= view.left + view.width && spot.y >= view.top && spot.y <= view.top + view.height);
});

test("places too close to be told apart are one circle, around the heaviest; in their own part of the world they part", () => {
  const spot = (x: number, y: number, weight: number): Spot => ({ x, y, weight, label: `${x} ${y}`, page: null });
  const spots = Array.from({ length: 60 }, (_, at) => spot(180 + ((at * 7919) % 100) / 5, 40 + ((at * 104729) % 60) / 5, 61 - at));
  const circles = gather(spots, 1);
  assert.deepEqual(circles.flatMap((one) => one.spots).sort((a, b) => b.weight - a.weight), spots);
  for (const one of circles) {
    assert.equal(one.weight, one.spots.reduce((sum, { weight }) => sum + weight, 0));
    assert.deepEqual(one.spots, [...one.spots].sort((a, b) => b.weight - a.weight));
    for (const other of circles) if (one !== other) assert.ok(Math.hypot(first(one).x - first(other).x, first(one).y - first(other).y) >= 1.8);
    if (one.spots.length > 1) assert.ok(gather(one.spots, viewOf(one.spots).width / 90).length > 1);
  }
});

test("rows tie their two ends; more things than can be drawn are counted", () => {
  const plan = { one: "a", other: "b", weight: null };
  const { network, left } = networkOf(table(["a", "b"], [text("x"), text("y")], [text("y"), text("x")], [text("x"), text("x")], [text("y"), text("z")]), plan, writing);
  assert.deepEqual(network.actors.map((actor) => [actor.label, actor.events]), [["y", 3], ["x", 2], ["z", 1]]);
  assert.deepEqual(network.ties.map((tie) => tie[2]).sort(), [1, 2]);
  assert.equal(left, 0);
  const many = networkOf(table(["a", "b"], ...Array.from({ length: MOST_NODES + 10 }, (_, at) => [text("hub"), text(`n${at}`)])), plan, writing);
  assert.equal(many.network.actors.length, MOST_NODES);
  assert.equal(many.left, 11);
});

test("IRIs of ours lead to pages here, others only where they are web addresses", () => {
  assert.equal(pageOf("https://w3id.org/dateline/id/a/event/e1", PREFIXES, true), "/page/a/event/e1");
  assert.equal(pageOf("https://w3id.org/dateline/ontology#Visit", PREFIXES, true), "/ontology#Visit");
  assert.equal(pageOf("https://w3id.org/dateline/id/a", PREFIXES, false), "https://w3id.org/dateline/id/a");
  for (const wrong of ["javascript:alert(1)", "data:text/html,x", "urn:x:y"]) assert.equal(pageOf(wrong, PREFIXES, true), null);
  assert.equal(shortOf("https://w3id.org/dateline/type/visit", PREFIXES), "dlt:visit");
});

test("only IRIs of ours that can be written in a query are asked for their labels", () => {
  const rows = table(["a"], [iri("https://w3id.org/dateline/id/Q1")], [iri("https://w3id.org/dateline/id/Q1> }")], [iri("http://x/")], [text("https://w3id.org/dateline/id/Q2")]);
  assert.deepEqual(askable(rows, PREFIXES), ["https://w3id.org/dateline/id/Q1"]);
});

test("numbers are sorted by size, and what is unbound stays last", () => {
  const { rows } = table(["n"], [typed("10", "integer")], [null], [typed("9", "integer")]);
  const sorted = (down: boolean): (string | undefined)[] => sortRows(rows, "n", "number", down).map((row) => row.n?.value);
  assert.deepEqual(sorted(false), ["9", "10", undefined]);
  assert.deepEqual(sorted(true), ["10", "9", undefined]);
});
