// Is what stands in a query recognised: the word that is being written, the prefixes it needs, the place of a fault?
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFault } from "../src/query/fault.ts";
import { type Asked, remember } from "../src/query/history.ts";
import { missingPrefixes } from "../src/query/prefixes.ts";
import { candidates, invites, matching, type Named, placeOf, wordAt } from "../src/query/word.ts";

const PREFIXES = { dl: "x:dl#", dli: "x:id/", rdfs: "x:rdfs#" };

test("a prefix is missing when it is used and not declared, outside strings, IRIs and comments", () => {
  assert.deepEqual(missingPrefixes("SELECT * { ?s a dl:Visit ; rdfs:label ?l }", PREFIXES), { dl: "x:dl#", rdfs: "x:rdfs#" });
  assert.deepEqual(missingPrefixes('PREFIX dl: <x:dl#>\nSELECT * { ?s a dl:Visit } # dli:x\n', PREFIXES), {});
  assert.deepEqual(missingPrefixes('SELECT * { ?s ?p "dl:x \\" dli:y", <dl:z> }', PREFIXES), {});
  assert.deepEqual(missingPrefixes("SELECT * { ?s xdl:Visit ?o }", PREFIXES), {});
});

test("a word is found where it is written, with those before it, and with its prefix", () => {
  const at = (line: string): unknown => wordAt(line, line.length);
  assert.deepEqual(at("  ?s a United Sta"), { text: "a United Sta", from: 5, prefixed: false });
  assert.deepEqual(at("  ?s dl:hasGu"), { text: "dl:hasGu", from: 5, prefixed: true });
  assert.deepEqual(at("{ Côte d'Iv"), { text: "Côte d'Iv", from: 2, prefixed: false });
  for (const none of ["?s ?gue", '?s rdfs:label "Ira', "# Ira", "<http://x/Ira", "PREFIX d", "?s "]) assert.equal(at(none), null, none);
  assert.deepEqual(at('?s ?p "a" ; met'), { text: "met", from: 12, prefixed: false });
  assert.deepEqual(at("FILTER(?a < ?b) met"), { text: "met", from: 16, prefixed: false });
});

test("a name may begin with any of the last words", () => {
  assert.deepEqual(candidates({ text: "a United Sta", from: 5, prefixed: false }).map((one) => [one.text, one.from]), [["a United Sta", 5], ["United Sta", 7], ["Sta", 14]]);
});

test("keywords bring no list up", () => {
  const says = (text: string, prefixed = false): boolean => invites({ text, from: 0, prefixed });
  assert.deepEqual([says("OPTIONAL"), says("Ir"), says("Iran"), says("met"), says("dl:", true), says("WHERE Ir")], [false, false, true, true, true, true]);
});

test("after a stands a class, after a subject or a semicolon a property", () => {
  for (const [before, place] of [["SELECT * { ?s a ", "class"], ["SELECT * { ?s ", "property"], ["{ ?s a dl:Visit ; ", "property"], ["{ ?s dl:hasGuest ", "any"], ["{ ?s a dl:Visit . ", "any"], ["{ ?s a dl:Visit . ?t ", "property"], ['{ ?s rdfs:label "a ; b" . ', "any"]] as const) {
    assert.equal(placeOf(before), place, before);
  }
});

test("terms are found by a word of their label or by their name, the fitting ones first", () => {
  const terms: Named[] = [
    { label: "met with", kind: "object property", written: "dl:metWith" },
    { label: "meeting", kind: "class", written: "dl:Meeting" },
    { label: "has guest", kind: "object property", written: "dl:hasGuest" },
  ];
  const found = (text: string, prefixed: boolean, place: "class" | "property" | "any"): string[] => matching(terms, { text, from: 0, prefixed }, place).map((one) => one.written);
  assert.deepEqual(found("me", false, "class"), ["dl:Meeting", "dl:metWith"]);
  assert.deepEqual(found("me", false, "property"), ["dl:metWith", "dl:Meeting"]);
  assert.deepEqual(found("gue", false, "any"), ["dl:hasGuest"]);
  assert.deepEqual(found("dl:has", true, "any"), ["dl:hasGuest"]);
  assert.deepEqual(found("ting", false, "any"), []);
});

test("a query asked again moves to the front, and old ones are forgotten", () => {
  const asked = (query: string): Asked => ({ query, at: "2018-05-14T00:00:00Z", rows: 1 });
  const past = remember(remember(remember([], asked("a")), asked("b")), asked("a"));
  assert.deepEqual(past.map((one) => one.query), ["a", "b"]);
  let many: Asked[] = [];
  for (let at = 0; at < 60; at++) many = remember(many, asked(`q${at}`));
  assert.deepEqual([many.length, many[0]?.query], [50, "q59"]);
});

test("a fault has its place when the server says one, and its words whatever came", () => {
  assert.deepEqual(readFault("application/problem+json", '{"title":"Malformed request","detail":"no","line":2,"column":5}', 400), { status: 400, title: "Malformed request", detail: "no", line: 2, column: 5 });
  assert.deepEqual(readFault("text/html", "<h1>Bad gateway</h1>", 502), { status: 502, title: "The server answered 502", detail: "<h1>Bad gateway</h1>" });
  assert.equal(readFault("application/json", '{"message":"no"}', 400).detail, '{"message":"no"}');
  assert.equal(readFault("application/problem+json", "{", 500).title, "The server answered 500");
});
