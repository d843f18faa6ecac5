// In which order do the rows of an answer stand when a column decides?
import type { Kind } from "./columns.ts";
import type { Row } from "./read.ts";

// Numbers by size, everything else as text; what is unbound comes last in both directions.
export function sortRows(rows: Row[], column: string, kind: Kind, down: boolean): Row[] {
  const compare = (a: string, b: string): number => (kind === "number" ? Number(a) - Number(b) : a < b ? -1 : Number(a > b));
  return [...rows].sort((one, other) => {
    const [a, b] = [one[column]?.value, other[column]?.value];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return down ? compare(b, a) : compare(a, b);
  });
}
