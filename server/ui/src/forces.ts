// Where does each node of a network stand, so that ties are short and nodes apart? The same network always looks the same.

export interface Point {
  x: number;
  y: number;
}

export type Tie = [number, number, number];

// Nodes begin on a sunflower's spiral, those of most events in the middle; springs and repulsion (Fruchterman and Reingold,
// 1991) then move them, cooling down. Places are around the origin; a distance of one is comfortable.
export function layOut(size: number, ties: Tie[], rounds = 250): Point[] {
  const points = Array.from({ length: size }, (_, n) => {
    const angle = n * 2.399963;
    return { x: Math.sqrt(n + 0.5) * Math.cos(angle) * 0.9, y: Math.sqrt(n + 0.5) * Math.sin(angle) * 0.9 };
  });
  const degree = new Float64Array(size).fill(1);
  for (const [a, b] of ties) {
    degree[a] = (degree[a] ?? 0) + 1;
    degree[b] = (degree[b] ?? 0) + 1;
  }
  for (let round = 0; round < rounds; round++) step(points, ties, degree, 0.6 * (1 - round / rounds) + 0.01);
  return points;
}

function step(points: Point[], ties: Tie[], degree: Float64Array, heat: number): void {
  const fx = new Float64Array(points.length);
  const fy = new Float64Array(points.length);
  const push = (a: number, b: number, x: number, y: number): void => {
    fx[a] = (fx[a] ?? 0) + x;
    fy[a] = (fy[a] ?? 0) + y;
    fx[b] = (fx[b] ?? 0) - x;
    fy[b] = (fy[b] ?? 0) - y;
  };
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) {
      const { dx, dy, square } = between(points, a, b);
      push(a, b, dx / square, dy / square);
    }
  }
  for (const [a, b, weight] of ties) {
    const { dx, dy, square } = between(points, a, b);
    // Who is tied to many is not pulled by all of them alike, or everything would end in one knot.
    const pull = (Math.sqrt(square) * (0.3 + Math.min(Math.log2(weight + 1), 3) * 0.12)) / Math.sqrt(Math.min(degree[a] ?? 1, degree[b] ?? 1));
    push(a, b, -dx * pull, -dy * pull);
  }
  points.forEach((point, n) => {
    const [x, y] = [(fx[n] ?? 0) - point.x * (0.03 + 0.09 / (degree[n] ?? 1)), (fy[n] ?? 0) - point.y * (0.03 + 0.09 / (degree[n] ?? 1))];
    const length = Math.hypot(x, y) || 1;
    const moved = Math.min(length, heat);
    point.x += (x / length) * moved;
    point.y += (y / length) * moved;
  });
}

function between(points: Point[], a: number, b: number): { dx: number; dy: number; square: number } {
  const [one, other] = [points[a] as Point, points[b] as Point];
  const [dx, dy] = [one.x - other.x, one.y - other.y];
  return { dx, dy, square: Math.max(dx * dx + dy * dy, 0.01) };
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

// Which labels can be shown without covering one that comes before: those first have the right of way.
export function clear(boxes: Box[]): boolean[] {
  const kept: Box[] = [];
  return boxes.map((box) => {
    const free = kept.every((other) => box.x + box.width < other.x || other.x + other.width < box.x || box.y + box.height < other.y || other.y + other.height < box.y);
    if (free) kept.push(box);
    return free;
  });
}
