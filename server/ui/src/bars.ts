// How do counts by day, month or year become bars?
import { STANDINGS, type Standing } from "./marks.ts";

// [bin, certainly in it, possibly in it]
export type Bin = [number, number, number];
export type Bins = Partial<Record<Standing, Bin[]>>;

export interface Bars {
  standing: Standing;
  certain: string;
  possible: string;
}

export function highest(bins: Bins): number {
  const sums = new Map<number, number>();
  for (const rows of Object.values(bins)) for (const [bin, certain, possible] of rows) sums.set(bin, (sums.get(bin) ?? 0) + certain + possible);
  return Math.max(0, ...sums.values());
}

// One path for each standing, stacked; below, what certainly lies in the bin, on top of all, what only may.
export function drawBars(bins: Bins, edges: number[], scale: (day: number) => number, height: number): Bars[] {
  const most = highest(bins) || 1;
  const base = new Map<number, number>();
  const box = (bin: number, count: number): string => {
    const left = scale(edges[bin] ?? 0);
    const width = Math.max(scale(edges[bin + 1] ?? 0) - left - 1, 1);
    const from = base.get(bin) ?? 0;
    base.set(bin, from + count);
    const bottom = height - (from / most) * height;
    const tall = Math.max((count / most) * height, 1);
    return `M${left.toFixed(1)} ${bottom.toFixed(1)}h${width.toFixed(1)}v${(-tall).toFixed(1)}h${(-width).toFixed(1)}Z`;
  };
  const pick = (standing: Standing, at: 1 | 2): string =>
    (bins[standing] ?? []).filter((row) => row[at]).map((row) => box(row[0], row[at])).join("");
  const certain = STANDINGS.map((standing) => pick(standing, 1));
  return STANDINGS.map((standing, at) => ({ standing, certain: certain[at] ?? "", possible: pick(standing, 2) })).filter(
    (one) => one.certain || one.possible,
  );
}

export function binAt(edges: number[], day: number): number | null {
  const after = edges.findIndex((edge) => edge > day);
  return after > 0 ? after - 1 : null;
}

export function countAt(bins: Bins, bin: number): { certain: number; possible: number } {
  const rows = Object.values(bins).flatMap((all) => all.filter((row) => row[0] === bin));
  return { certain: rows.reduce((sum, row) => sum + row[1], 0), possible: rows.reduce((sum, row) => sum + row[2], 0) };
}
