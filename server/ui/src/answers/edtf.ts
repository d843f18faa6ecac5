// Which days may a date mean? Dates of XML Schema, and the part of EDTF (ISO 8601-2, levels 0 and 1) that the graph writes:
// days, months, years, unknown digits, intervals with open ends, and marks of doubt, which change no bound.
import { dayOf } from "../time.ts";

// Days since 1970, both included; null for an end that is open.
export interface Bounds {
  from: number | null;
  to: number | null;
}

export function boundsOf(text: string): Bounds | null {
  const [start, end, more] = text.split("/");
  if (start === undefined || more !== undefined) return null;
  if (end === undefined) return partOf(start);
  const [first, last] = [openOr(start), openOr(end)];
  return first && last ? { from: first.from, to: last.to } : null;
}

const OPEN: Bounds = { from: null, to: null };

function openOr(part: string): Bounds | null {
  return part === "" || part === ".." ? OPEN : partOf(part);
}

function partOf(part: string): Bounds | null {
  const match = part.replace(/[~?%]/g, "").match(/^(\d[\dX]{3})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T.*)?$/);
  if (!match?.[1]) return null;
  const [, year, month = "XX", date = "XX"] = match;
  const first = `${year.replaceAll("X", "0")}-${month === "XX" ? "01" : month}-${date === "XX" ? "01" : date}`;
  const [lastYear, lastMonth] = [year.replaceAll("X", "9"), month === "XX" ? "12" : month];
  const lastDate = date === "XX" ? String(new Date(Date.UTC(Number(lastYear), Number(lastMonth), 0)).getUTCDate()).padStart(2, "0") : date;
  const [from, to] = [dayOf(first), dayOf(`${lastYear}-${lastMonth}-${lastDate}`)];
  return Number.isFinite(from) && Number.isFinite(to) ? { from, to } : null;
}
