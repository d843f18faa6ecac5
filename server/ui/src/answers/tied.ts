// Which things of an answer belong together? Two columns are the ends of a tie; the more rows, or the larger the number, the
// stronger it is.
import type { Tie } from "../forces.ts";
import type { Network } from "../networkdrawing.ts";
import type { GraphPlan } from "./columns.ts";
import type { Answer } from "./read.ts";
import type { Writing } from "./writing.ts";

export const MOST_NODES = 300;

export interface Tied {
  network: Network;
  // Rows that would have brought in more things than can be drawn.
  left: number;
}

export function networkOf(answer: Answer, plan: GraphPlan, writing: Writing): Tied {
  const numbers = new Map<string, number>();
  const actors: Network["actors"] = [];
  const ties = new Map<string, Tie>();
  let left = 0;
  for (const row of answer.rows) {
    const ends = [row[plan.one], row[plan.other]];
    if (!ends[0] || !ends[1] || ends[0].value === ends[1].value) continue;
    const fresh = ends.filter((term) => term && !numbers.has(term.value)).length;
    if (actors.length + fresh > MOST_NODES) {
      left++;
      continue;
    }
    const [a, b] = ends.map((term) => {
      const known = numbers.get(term?.value ?? "");
      if (known !== undefined) return known;
      numbers.set(term?.value ?? "", actors.length);
      return actors.push({ label: writing.words(term), page: writing.page(term), events: 0 }) - 1;
    }).sort((x, y) => x - y) as [number, number];
    const weight = plan.weight ? Math.max(Number(row[plan.weight]?.value ?? 1) || 1, 1) : 1;
    const tie = ties.get(`${a} ${b}`) ?? [a, b, 0];
    tie[2] += weight;
    ties.set(`${a} ${b}`, tie);
    for (const end of [a, b]) (actors[end] as Network["actors"][number]).events += weight;
  }
  return { network: ranked({ actors, ties: [...ties.values()] }), left };
}

// The drawing puts the first ones in the middle.
function ranked({ actors, ties }: Network): Network {
  const order = actors.map((_, at) => at).sort((a, b) => (actors[b]?.events ?? 0) - (actors[a]?.events ?? 0) || a - b);
  const place = new Map(order.map((old, at) => [old, at]));
  return { actors: order.map((at) => actors[at] as Network["actors"][number]), ties: ties.map(([a, b, weight]) => [place.get(a) ?? 0, place.get(b) ?? 0, weight]) };
}
