// Where do days, months and years lie on a line, and what are they called?
// A day is the number of days since 1 January 1970, as on the server.

export const DAY = 86_400_000;

export function dayOf(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
}

export function isoOf(day: number): string {
  // Years outside 1 to 9999 have another form, which no server takes.
  const held = Math.min(Math.max(Math.round(day), -719_162), 2_932_896);
  return new Date(held * DAY).toISOString().slice(0, 10);
}

export interface Tick {
  day: number;
  label: string;
  // Begins a unit of the next coarser kind, whose name is then part of the label.
  major: boolean;
}

type Unit = "day" | "month" | "year";

interface Step {
  unit: Unit;
  by: number;
  days: number;
}

const STEPS: Step[] = [
  ...[1, 2, 7, 14].map((by): Step => ({ unit: "day", by, days: by })),
  ...[1, 3, 6].map((by): Step => ({ unit: "month", by, days: by * 30.4 })),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((by): Step => ({ unit: "year", by, days: by * 365.2 })),
];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function fromParts(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for the twentieth century.
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year);
  date.setUTCMonth(month, day);
  return Math.round(date.getTime() / DAY);
}

function parts(day: number): { year: number; month: number; date: number } {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
}

// Ticks no closer than `apart` pixels, `width` pixels for the days from `from` to `to`.
export function ticks(from: number, to: number, width: number, apart = 90): Tick[] {
  const room = ((to - from) * apart) / Math.max(width, 1);
  const step = STEPS.find((one) => one.days >= room) ?? (STEPS.at(-1) as Step);
  const found: Tick[] = [];
  for (let day = firstTick(from, step); day <= to && found.length < 500; day = nextTick(day, step)) {
    found.push({ day, ...tickLabel(day, step) });
  }
  return found;
}

function firstTick(from: number, step: Step): number {
  const { year, month } = parts(Math.ceil(from));
  if (step.unit === "year") return nextFrom(from, fromParts(Math.floor(year / step.by) * step.by, 0, 1), step);
  if (step.unit === "month") return nextFrom(from, fromParts(year, Math.floor(month / step.by) * step.by, 1), step);
  return Math.ceil(from / step.by) * step.by;
}

function nextFrom(from: number, day: number, step: Step): number {
  return day >= from ? day : nextTick(day, step);
}

function nextTick(day: number, step: Step): number {
  const { year, month } = parts(day);
  if (step.unit === "year") return fromParts(year + step.by, 0, 1);
  if (step.unit === "month") return fromParts(year, month + step.by, 1);
  return day + step.by;
}

function tickLabel(day: number, step: Step): { label: string; major: boolean } {
  const { year, month, date } = parts(day);
  if (step.unit === "year") return { label: String(year), major: year % (step.by * 10) === 0 };
  if (step.unit === "month") return month === 0 ? { label: String(year), major: true } : { label: `${MONTHS[month]} ${year}`, major: false };
  return { label: `${date} ${MONTHS[month]} ${year}`, major: date === 1 };
}

export function sayDay(day: number): string {
  const { year, month, date } = parts(Math.round(day));
  return `${date} ${MONTHS[month]} ${year}`;
}

export interface Span {
  from: number;
  to: number;
}

// Narrower or wider around a place that stays where it is; never less than two days or more than twelve thousand years.
export function zoom({ from, to }: Span, factor: number, around = (from + to) / 2): Span {
  const length = Math.min(Math.max((to - from) * factor, 2), 4_383_000);
  const share = (around - from) / (to - from || 1);
  return { from: around - share * length, to: around + (1 - share) * length };
}

export function move({ from, to }: Span, by: number): Span {
  return { from: from + by, to: to + by };
}
