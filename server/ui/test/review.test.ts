// Does each step of a reviewer do what it says, to offsets by code points, and to nothing else?
import assert from "node:assert/strict";
import { test } from "node:test";
import { add, addEntity, type Annotation, confirm, inOrder, link, Points, remove, rest, retell } from "../src/annotation.ts";
import type { Draft } from "../src/bureau.ts";
import { leftOf } from "../src/drafts.ts";
import { pageOf, readEventName } from "../src/eventname.ts";
import { Latest } from "../src/latest.ts";
import { cut, frontOf } from "../src/overlay.ts";
import { covered, step, wordAt, wordsOf } from "../src/reach.ts";

const TEXT = "𝒜lpha met Béla. They spoke; “no-one's” here.\nپرو fled!";
const points = new Points(TEXT);

function span(words: string): { start: number; end: number; quote: string } {
  const start = Array.from(TEXT.slice(0, TEXT.indexOf(words))).length;
  return points.span(start, start + Array.from(words).length);
}

function freeze<T>(value: T): T {
  if (value && typeof value === "object") {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}

const ANNOTATION: Annotation = freeze({
  article: { key: "a" },
  mentions: [{ ...span("Béla"), id: "m1", entity: "n2" }],
  entities: [{ id: "n1", kind: "Person", label: "Alpha", known: "person/a", wikidata: "Q1", link: {} }, { id: "n2", kind: "Person", label: "Béla" }],
  events: [
    { id: "e1", class: "Meeting", type: "meeting", trigger: span("met"), further: [span("spoke")], when: "2014" },
    { id: "e2", class: "Movement", type: "flight", trigger: span("fled"), when: { edtf: "../.." }, before: ["e1"], cause_of: ["e1"], sub_event_of: ["e1", "e3"] },
  ],
  claims: [
    { id: "c1", verb: "asserts", event: "e1", confidence: 0.9, evidence: [span("𝒜lpha met Béla.")], rule: "r", engine: "t" },
    { id: "c2", verb: "denies", event: "e1", confidence: 0.4, evidence: [span("They spoke")], rule: "r", engine: "t" },
    { id: "c3", verb: "asserts", event: "e2", confidence: 0.6, evidence: [span("پرو fled!")], rule: "r", engine: "t" },
  ],
});

test("offsets count code points, whatever a letter takes in the browser", () => {
  assert.deepEqual(span("met"), { start: 6, end: 9, quote: "met" });
  assert.equal(points.length, Array.from(TEXT).length);
  assert.deepEqual(points.trim(5, 10), span("met"));
  assert.deepEqual(points.sentence(6, 9), span("𝒜lpha met Béla."));
  assert.deepEqual(points.sentence(...([span("fled").start, span("fled").end] as const)), span("پرو fled!"));
});

test("confirming makes a claim a person's word, and leaves the others", () => {
  const after = confirm(ANNOTATION, "c2");
  assert.deepEqual(after.claims?.[1], { ...ANNOTATION.claims?.[1], confidence: 1, rule: "review", engine: "review" });
  assert.deepEqual([after.claims?.[0], after.claims?.[2], after.events], [ANNOTATION.claims?.[0], ANNOTATION.claims?.[2], ANNOTATION.events]);
});

test("an event goes with its last claim, also where others name it", () => {
  const once = remove(ANNOTATION, "c1");
  assert.deepEqual(once.events, ANNOTATION.events);
  const twice = remove(once, "c2");
  assert.deepEqual(twice.events?.map((event) => [event.id, event.before, event.cause_of, event.sub_event_of]), [["e2", [], [], ["e3"]]]);
  assert.deepEqual(remove(ANNOTATION, "c9"), ANNOTATION);
});

test("a new event is told by the words, asserted in their sentence, under names nobody has", () => {
  const [after, claim] = add(ANNOTATION, points, span("spoke").start, span("spoke").end + 1, "Communication", "talk");
  const [again, other] = add(after, points, 0, 5, "Communication", "talk");
  assert.deepEqual([claim, other], ["rc1", "rc2"]);
  assert.deepEqual(again.events?.slice(2).map((event) => [event.id, event.trigger.quote]), [["r1", "spoke;"], ["r2", "𝒜lpha"]]);
  assert.equal(after.claims?.at(-1)?.evidence[0]?.quote, "They spoke; “no-one's” here.");
  assert.equal(ANNOTATION.events?.length, 2);
});

test("somebody named by words is there with the mention", () => {
  const [after, id] = addEntity(ANNOTATION, points, span("پرو").start, span("پرو").end, "State");
  assert.equal(id, "n3");
  assert.deepEqual(after.entities?.at(-1), { id: "n3", kind: "State", label: "پرو" });
  assert.deepEqual(after.mentions?.at(-1), { ...span("پرو"), id: "nm1", entity: "n3" });
});

test("a link goes whole, and another takes its place", () => {
  assert.deepEqual(link(ANNOTATION, "n1", null).entities?.[0], { id: "n1", kind: "Person", label: "Alpha" });
  const linked = link(ANNOTATION, "n1", { known: "person/b", wikidata: null }).entities?.[0];
  assert.deepEqual(linked, { id: "n1", kind: "Person", label: "Alpha", known: "person/b" });
});

test("other words tell the event, another passage bears the claim", () => {
  const event = retell(ANNOTATION, "e1", span("spoke")).events?.[0];
  assert.deepEqual([event?.trigger, event?.further], [span("spoke"), []]);
  const claim = rest(ANNOTATION, "c1", span("They spoke")).claims?.[0];
  assert.deepEqual([claim?.evidence, claim?.engine, claim?.confidence], [[span("They spoke")], "review", 0.9]);
});

test("the least sure claim is read first, or the first of the text", () => {
  assert.deepEqual(inOrder(ANNOTATION, true).map((claim) => claim.id), ["c2", "c3", "c1"]);
  assert.deepEqual(inOrder(ANNOTATION, false).map((claim) => claim.id), ["c1", "c2", "c3"]);
});

test("the text is cut at every edge of a mark, and nothing of it is lost", () => {
  const pieces = cut(points, ANNOTATION);
  assert.equal(pieces.map((piece) => piece.words).join(""), TEXT);
  const met = pieces.find((piece) => piece.start === span("met").start);
  assert.deepEqual([met?.words, met?.marks.map((mark) => mark.kind).sort()], ["met", ["evidence-asserts", "trigger"]]);
  assert.deepEqual(pieces.filter((piece) => piece.marks.length === 0).map((piece) => piece.words), [" ", "; “no-one's” here.\n"]);
});

test("the arrow keys go from word to word, and Shift takes more of them", () => {
  const words = wordsOf(points);
  assert.deepEqual(words.map(([start, end]) => points.slice(start, end)), ["𝒜lpha", "met", "Béla", "They", "spoke", "no-one's", "here", "پرو", "fled"]);
  const met = wordAt(words, 6);
  assert.deepEqual(covered(words, met), [6, 9]);
  assert.deepEqual(covered(words, step(words, met, 1, true)), [6, span("Béla").end]);
  assert.deepEqual(covered(words, step(words, met, -1, true)), [0, 9]);
  assert.deepEqual(covered(words, step(words, step(words, met, 1, true), 1, false)), [span("They").start, span("They").end]);
  assert.deepEqual(step(words, wordAt(words, 0), -1, false), wordAt(words, 0));
  assert.deepEqual(step(words, wordAt(words, 1e6), 1, false), wordAt(words, span("fled").start));
  assert.equal(covered([], { anchor: 0, head: 0 }), null);
});

test("an address names an event, in whatever form it was copied", () => {
  const name = { article: "two-b", event: "e1" };
  for (const address of ["/page/two-b/event/e1", "https://h.example/page/two-b/event/e1#top", " two-b/event/e1/ ", "https%3A%2F%2Fw3id.org%2Fdateline%2Fid%2Ftwo-b%2Fevent%2Fe1"]) assert.deepEqual(readEventName(address), name);
  for (const address of ["", "/page/two-b", "%E0%A4%A", "javascript:alert(1)", "/page/two-b/claim/c1"]) assert.equal(readEventName(address), null);
  assert.deepEqual(readEventName(pageOf(name)), name);
});

test("only the answer to what was asked last counts, whether older ones come late or fail", async () => {
  const latest = new Latest();
  let come = (_: string): void => undefined;
  let fail = (_: Error): void => undefined;
  const slow = latest.of(new Promise<string>((done) => (come = done)));
  const failing = latest.of(new Promise<string>((_, refuse) => (fail = refuse)));
  assert.equal(await latest.of(Promise.resolve("newest")), "newest");
  come("older");
  fail(new Error("older"));
  assert.deepEqual(await Promise.all([slow, failing]), [null, null]);
  await assert.rejects(latest.of(Promise.reject(new Error("newest"))));
});

test("what was changed while a draft was saved is left, with the verdicts that were not sent", () => {
  const verdict = { verdict: "same" as const, one: { article: "a", event: "e1" }, other: { article: "b", event: "e1" } };
  const saved: Draft = { version: "old", annotation: ANNOTATION, verdicts: [verdict] };
  assert.equal(leftOf(structuredClone(saved), saved, "new"), null);
  assert.equal(leftOf(null, saved, "new"), null);
  const changed = { ...saved, annotation: { article: { key: "a" } }, verdicts: [verdict, { ...verdict, verdict: "different" as const }] };
  assert.deepEqual(leftOf(changed, saved, "new"), { version: "new", annotation: changed.annotation, verdicts: changed.verdicts.slice(1) });
});

test("front matter ends where its segment does, and a text without any has none", () => {
  const file = "---\nkey: a\n---\nThey met.";
  const annotation = { article: { key: "a" }, segments: [{ kind: "furniture", start: 0, end: 14 }, { kind: "body", start: 15, end: 24 }] };
  assert.equal(frontOf(new Points(file), annotation), 14);
  assert.equal(frontOf(new Points(file.slice(15)), { article: { key: "a" }, segments: [{ kind: "body", start: 0, end: 9 }] }), 0);
  assert.equal(frontOf(new Points("# They met"), { article: { key: "a" }, segments: [{ kind: "furniture", start: 0, end: 1 }] }), 0);
});
