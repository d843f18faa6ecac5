// Which pictures can be made of an answer? What its columns hold decides, and what is lacking is said in words.
import { boundsOf } from "./edtf.ts";
import type { Answer, Term } from "./read.ts";

export type Kind = "thing" | "number" | "day" | "text" | "empty";

export interface Column {
  name: string;
  kind: Kind;
  // Different values, blanks left out.
  variety: number;
}

export interface Fit<Plan> {
  plan?: Plan;
  lacking?: string;
}

export interface TimePlan {
  from: string;
  to: string;
  label: string;
}

export interface MapPlan {
  lat: string;
  long: string;
  label: string | null;
  weight: string | null;
}

export interface ChartPlan {
  category: string;
  series: string | null;
  numbers: string[];
}

export interface GraphPlan {
  one: string;
  other: string;
  weight: string | null;
}

export interface Fits {
  timeline: Fit<TimePlan>;
  map: Fit<MapPlan>;
  chart: Fit<ChartPlan>;
  graph: Fit<GraphPlan>;
}

const SAMPLE = 500;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((name) => XSD + name));
const DAYS = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));
const STARTS = /^(earliest|first|from|start|begin)/i;
const ENDS = /^(latest|last|to|until|end)/i;
const MOST_SERIES = 8;

export function kindOf(terms: Term[]): Kind {
  if (!terms.length) return "empty";
  if (terms.every((term) => term.type === "uri" || term.type === "bnode")) return "thing";
  if (terms.some((term) => term.type === "uri" || term.type === "bnode")) return "text";
  if (terms.every((term) => NUMBERS.has(term.datatype ?? ""))) return "number";
  return terms.every((term) => isPlain(term) && boundsOf(term.value)) ? "day" : "text";
}

function isPlain(term: Term): boolean {
  return !term["xml:lang"] && (!term.datatype || term.datatype === `${XSD}string` || DAYS.has(term.datatype));
}

export function columnsOf(answer: Answer): Column[] {
  const rows = answer.rows.slice(0, SAMPLE);
  return answer.columns.map((name) => {
    const terms = rows.flatMap((row) => row[name] ?? []);
    return { name, kind: kindOf(terms), variety: new Set(terms.map((term) => term.value)).size };
  });
}

export function fitsOf(columns: Column[]): Fits {
  return { timeline: fitTimeline(columns), map: fitMap(columns), chart: fitChart(columns), graph: fitGraph(columns) };
}

// What tells most rows apart names them best; words before IRIs.
function labelOf(columns: Column[], beside: string[]): string | null {
  const named = columns.filter((one) => (one.kind === "text" || one.kind === "thing") && !beside.includes(one.name));
  named.sort((a, b) => b.variety - a.variety || Number(a.kind === "thing") - Number(b.kind === "thing"));
  return named[0]?.name ?? null;
}

function fitTimeline(columns: Column[]): Fit<TimePlan> {
  const days = columns.filter((one) => one.kind === "day");
  const [first, last] = [days.find((one) => STARTS.test(one.name)), days.find((one) => ENDS.test(one.name))];
  const alone = days.find((one) => one !== first && one !== last) ?? days[0];
  if (!alone) return { lacking: "no column holds dates; ask for dl:edtf, or dl:earliest and dl:latest" };
  const label = labelOf(columns, []);
  if (!label) return { lacking: "no column says what happened beside the dates; ask for a label or an event" };
  const span = first && last ? [first, last] : [alone, alone];
  return { plan: { from: (span[0] as Column).name, to: (span[1] as Column).name, label } };
}

function isDegrees(column: Column, name: RegExp): boolean {
  return column.kind === "number" && name.test(column.name);
}

const LAT = /^lat(itude)?$/i;
const LONG = /^(long?|lng|longitude)$/i;

function fitMap(columns: Column[]): Fit<MapPlan> {
  const lat = columns.find((one) => isDegrees(one, LAT));
  const long = columns.find((one) => isDegrees(one, LONG));
  if (!lat || !long) return { lacking: "no columns ?lat and ?long hold degrees; ask for geo:lat and geo:long of a place" };
  const weight = columns.find((one) => one.kind === "number" && one !== lat && one !== long);
  return { plan: { lat: lat.name, long: long.name, label: labelOf(columns, []), weight: weight?.name ?? null } };
}

function fitChart(columns: Column[]): Fit<ChartPlan> {
  const numbers = columns.filter((one) => one.kind === "number" && !LAT.test(one.name) && !LONG.test(one.name));
  if (!numbers.length) return { lacking: "no column holds numbers; count with (COUNT(*) AS ?n) and GROUP BY" };
  const others = columns.filter((one) => one.kind !== "number" && one.kind !== "empty");
  const [category, second] = others;
  if (!category) return { lacking: "no column says what the numbers count" };
  const series = second && numbers.length === 1 && second.variety <= MOST_SERIES ? second.name : null;
  return { plan: { category: category.name, series, numbers: numbers.map((one) => one.name) } };
}

function fitGraph(columns: Column[]): Fit<GraphPlan> {
  const named = (kind: Kind): Column[] => columns.filter((one) => one.kind === kind);
  const pair = [named("thing"), [...named("text"), ...named("thing")]].find((some) => some.length >= 2);
  const [one, other] = pair ?? [];
  if (!one || !other) return { lacking: "fewer than two columns hold things or names; ask for both ends of a relation" };
  return { plan: { one: one.name, other: other.name, weight: named("number")[0]?.name ?? null } };
}
