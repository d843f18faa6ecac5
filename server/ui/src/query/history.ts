// Which queries were asked in this browser? They stay in it, newest first, and nobody else sees them.

export interface Asked {
  query: string;
  // ISO 8601, in universal time.
  at: string;
  rows: number;
}

const KEY = "dateline-queries";
const MOST = 50;

export function remember(past: Asked[], asked: Asked): Asked[] {
  return [asked, ...past.filter((one) => one.query !== asked.query)].slice(0, MOST);
}

export function readHistory(): Asked[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(held) ? held.filter((one): one is Asked => typeof (one as Asked | null)?.query === "string") : [];
  } catch {
    // A browser may refuse to keep anything.
    return [];
  }
}

export function keepHistory(past: Asked[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(past));
  } catch {
    // Full, or refused: the query was answered all the same.
  }
}
