// How are uncertain dates drawn as what they are? Points for days, bars for spans, faded bars for "some time within",
// bars that fade out towards an end nobody knows; standing by glyph, border and colour.
// The package exports it, and its declarations forget to.
// @ts-expect-error TS2459
import { DataSet } from "vis-timeline/standalone";
import { Timeline } from "vis-timeline/standalone";
import "./timeline.css";

type Standing = "asserted" | "contested" | "reported" | "envisaged" | "denied";

interface TimelineEvent {
  iri: string;
  page: string | null;
  label: string;
  class: string;
  type: string;
  edtf: string;
  when: string;
  earliest: string | null;
  latest: string | null;
  standing: Standing;
  place: string | null;
  parties: { role: string; label: string }[];
}

interface Item {
  id: string;
  group: string;
  start: Date;
  end?: Date;
  type: "point" | "range";
  className: string;
  event: TimelineEvent;
}

const GLYPHS: Record<Standing, string> = { asserted: "●", contested: "≠", reported: "◐", envisaged: "◇", denied: "✕" };
const DAY = 86_400_000;
// Stacking more than this makes the browser unusable; the table has them all.
const MOST = 2_000;

function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

function after(date: Date): Date {
  return new Date(date.getTime() + DAY);
}

function extent(events: TimelineEvent[]): [Date, Date] {
  const times = events.flatMap((event) => [event.earliest, event.latest]).filter((text): text is string => text !== null);
  const days = times.map((text) => day(text).getTime());
  // A spread call has too many arguments for a long timeline.
  const first = days.reduce((a, b) => Math.min(a, b), Infinity);
  const last = days.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = Math.max((last - first) * 0.05, 30 * DAY);
  // Labels stand to the right of their points.
  return [new Date(first - margin), new Date(last + 5 * margin)];
}

// "2014-05/2014-07" says from when to when; "2014" says some time within.
function precision(event: TimelineEvent): string {
  if (event.earliest === null) return "open-start";
  if (event.latest === null) return "open-end";
  if (event.earliest === event.latest) return "exact";
  return event.edtf.includes("/") ? "span" : "fuzzy";
}

function toItem(event: TimelineEvent, [first, last]: [Date, Date]): Item {
  // How long before or after is unknown: a short bar that fades out claims less than one up to the margin.
  const fade = (last.getTime() - first.getTime()) * 0.08;
  const known = day(event.earliest ?? event.latest ?? "");
  const start = event.earliest === null ? new Date(known.getTime() - fade) : known;
  const end = event.latest === null ? new Date(known.getTime() + fade) : after(day(event.latest));
  const kind = precision(event);
  const hedged = /[~?%]/.test(event.edtf) ? " hedged" : "";
  const item: Item = {
    id: event.iri,
    group: event.class,
    start,
    type: kind === "exact" ? "point" : "range",
    className: `${kind} ${event.standing}${hedged}`,
    event,
  };
  if (kind !== "exact") item.end = end;
  return item;
}

function describe(event: TimelineEvent): string {
  const who = event.parties.map((party) => `${party.label} (${party.role})`).join(", ");
  return [event.label, event.when, who, event.place, event.standing].filter(Boolean).join("\n");
}

// Built from text nodes: nothing in the data can become markup.
function draw(event: TimelineEvent): HTMLElement {
  const link = document.createElement("a");
  link.textContent = `${GLYPHS[event.standing]} ${event.label}`;
  link.title = describe(event);
  if (event.page !== null) link.href = `/page/${event.page}`;
  return link;
}

function say(host: HTMLElement, words: string): void {
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = words;
  host.after(note);
}

function addKeys(host: HTMLElement, timeline: Timeline): void {
  host.tabIndex = 0;
  host.addEventListener("keydown", (press) => {
    if (press.target !== host) return;
    const { start, end } = timeline.getWindow();
    const step = (end.getTime() - start.getTime()) * 0.2;
    const move = (by: number): void => timeline.setWindow(new Date(start.getTime() + by), new Date(end.getTime() + by));
    const actions: Record<string, () => void> = {
      ArrowLeft: () => move(-step),
      ArrowRight: () => move(step),
      "+": () => timeline.zoomIn(0.4),
      "-": () => timeline.zoomOut(0.4),
      Home: () => timeline.fit(),
    };
    const action = actions[press.key];
    if (action) {
      press.preventDefault();
      action();
    }
  });
}

function show(host: HTMLElement, events: TimelineEvent[]): void {
  const dated = events.filter((event) => event.earliest !== null || event.latest !== null);
  const drawn = dated.slice(0, MOST);
  if (drawn.length === 0) {
    host.textContent = events.length ? "None of these events has a date; see the table." : "No event fits these filters.";
    host.classList.add("empty");
    return;
  }
  const bounds = extent(drawn);
  const items = new DataSet(drawn.map((event) => toItem(event, bounds)));
  const names = [...new Set(drawn.map((event) => event.class))].sort();
  const groups = new DataSet(names.map((name) => ({ id: name, content: name })));
  const timeline = new Timeline(host, items as never, groups as never, {
    start: bounds[0],
    end: bounds[1],
    min: new Date(bounds[0].getTime() - (bounds[1].getTime() - bounds[0].getTime())),
    max: new Date(bounds[1].getTime() + (bounds[1].getTime() - bounds[0].getTime())),
    zoomMin: 7 * DAY,
    maxHeight: "70vh",
    verticalScroll: true,
    zoomKey: "ctrlKey",
    showCurrentTime: false,
    orientation: "top",
    margin: { item: 4 },
    template: (item: Item) => draw(item.event) as never,
  } as never);
  timeline.on("select", ({ items: chosen }: { items: string[] }) => {
    const page = drawn.find((event) => event.iri === chosen[0])?.page;
    if (page) window.location.assign(`/page/${page}`);
  });
  addKeys(host, timeline);
  const hidden = events.length - dated.length;
  if (hidden) say(host, `Without a date, and only in the table: ${hidden}.`);
  if (dated.length > MOST) say(host, `The first ${MOST} of ${dated.length} events are drawn; narrow the filters to see others.`);
}

async function start(host: HTMLElement): Promise<void> {
  const answer = await fetch(host.dataset.source ?? "/timeline.json");
  if (!answer.ok) throw new Error(await answer.text());
  const { events } = (await answer.json()) as { events: TimelineEvent[] };
  show(host, events);
}

const host = document.getElementById("timeline");
if (host) {
  start(host).catch((error: unknown) => {
    host.textContent = `The timeline could not be drawn (${String(error)}); the table below has the same events.`;
    host.classList.add("empty");
  });
}
