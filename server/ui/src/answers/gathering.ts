// Which spots of a map are drawn as one circle? What lies too close together to be told apart: how close that is follows from the
// size of the map's type, in degrees, so that places that are one on a telephone stand apart on a wall.
import type { MapPlan } from "./columns.ts";
import type { Answer } from "./read.ts";
import type { Writing } from "./writing.ts";

export interface Spot {
  x: number;
  y: number;
  weight: number;
  label: string;
  page: string | null;
}

export interface View {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Circle {
  // The heaviest first: the circle is drawn around it.
  spots: Spot[];
  weight: number;
}

const NEAR = 1.8;
const NARROWEST = 2;

/** Rows with a point on the globe, the heaviest first. */
export function spotsOf(answer: Answer, plan: MapPlan, writing: Writing): Spot[] {
  const spots = answer.rows.flatMap((row) => {
    const [lat, long] = [Number(row[plan.lat]?.value ?? NaN), Number(row[plan.long]?.value ?? NaN)];
    if (!(Math.abs(lat) <= 90 && Math.abs(long) <= 180)) return [];
    const named = plan.label ? row[plan.label] : undefined;
    const weight = plan.weight ? Number(row[plan.weight]?.value ?? 1) : 1;
    return [{ x: long + 180, y: 90 - lat, weight: Math.max(weight || 1, 0.1), label: writing.words(named), page: writing.page(named) }];
  });
  return spots.sort((a, b) => b.weight - a.weight);
}

/** Each spot with the nearest of those before it that began a circle if one is near, else in a circle of its own. */
export function gather(spots: Spot[], size: number): Circle[] {
  const circles: Circle[] = [];
  for (const spot of spots) {
    const far = (one: Circle): number => Math.hypot(first(one).x - spot.x, first(one).y - spot.y);
    const nearest = circles.reduce<Circle | null>((best, one) => (best && far(best) <= far(one) ? best : one), null);
    if (nearest && far(nearest) < NEAR * size) {
      nearest.spots.push(spot);
      nearest.weight += spot.weight;
    } else circles.push({ spots: [spot], weight: spot.weight });
  }
  return circles.sort((a, b) => b.weight - a.weight);
}

export function first(circle: Circle): Spot {
  return circle.spots[0] as Spot;
}

/** The part of the world, twice as wide as high and at least so many degrees, that holds the spots with room around them. */
export function viewOf(spots: Spot[], least = NARROWEST): View {
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return around((left + right) / 2, (top + bottom) / 2, Math.max((right - left) * 1.15, (bottom - top) * 2.3, least));
}

/** The part of that width around a point, as far as the world's edges let it be. */
export function around(x: number, y: number, degrees: number): View {
  const width = Math.min(Math.max(degrees, NARROWEST), 360);
  const height = width / 2;
  return { left: hold(x - width / 2, 360 - width), top: hold(y - height / 2, 180 - height), width, height };
}

function hold(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
