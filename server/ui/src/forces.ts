// Where does each node of a network stand, so that ties are short and nodes apart? The same network always looks the same.

export interface Point {
  x: number;
  y: number;
}

export type Tie = [number, number, number];

// Each part that no tie joins to another is laid out alone; then all are set beside and below each other, the largest first,
// so that the whole is about `aspect` times as wide as high. Screens are wide and names lie flat: x is stretched.
export function layOut(size: number, ties: Tie[], aspect = 1, rounds = 250): Point[] {
  const points: Point[] = Array.from({ length: size }, () => ({ x: 0, y: 0 }));
  const stretch = Math.min(Math.max(aspect, 1), 2);
  const islands = partsOf(size, ties).map((nodes) => {
    const numbers = new Map(nodes.map((node, n) => [node, n]));
    const own = ties.flatMap(([a, b, weight]): Tie[] => (numbers.has(a) ? [[numbers.get(a)!, numbers.get(b)!, weight]] : []));
    const local = settle(nodes.length, own, rounds);
    for (const point of local) point.x *= stretch;
    const { x, y, width, height } = boundsOf(local);
    return { nodes, local, box: { x, y, width: width + SEA.x, height: height + SEA.y } };
  });
  const corners = setOut(islands.map((island) => island.box), aspect);
  islands.forEach(({ nodes, local, box }, at) => {
    const corner = corners[at]!;
    nodes.forEach((node, n) => {
      points[node] = { x: local[n]!.x - box.x + corner.x, y: local[n]!.y - box.y + corner.y };
    });
  });
  return points;
}

// The nodes that ties join, directly or through others; the largest part first, then by the first node.
export function partsOf(size: number, ties: Tie[]): number[][] {
  const root = Array.from({ length: size }, (_, n) => n);
  const find = (n: number): number => {
    while (root[n] !== n) n = root[n] = root[root[n]!]!;
    return n;
  };
  for (const [a, b] of ties) root[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  const parts = new Map<number, number[]>();
  for (let n = 0; n < size; n++) parts.set(find(n), [...(parts.get(find(n)) ?? []), n]);
  return [...parts.values()].sort((one, other) => other.length - one.length || one[0]! - other[0]!);
}

// Room for a name beside the outermost nodes of a part.
const SEA = { x: 2.4, y: 1.2 };

// The box around points.
export function boundsOf(points: Point[]): Box {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

// Rows of boxes, each box on the first row that has room; where the upper left corner of each comes to lie.
export function setOut(boxes: Box[], aspect: number): Point[] {
  const area = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
  const room = Math.max(Math.sqrt(area * aspect), ...boxes.map((box) => box.width));
  const rows: { y: number; height: number; used: number }[] = [];
  return boxes.map((box) => {
    let row = rows.find((one) => one.used + box.width <= room && box.height <= one.height);
    if (!row) {
      const last = rows.at(-1);
      row = { y: last ? last.y + last.height : 0, height: box.height, used: 0 };
      rows.push(row);
    }
    row.used += box.width;
    return { x: row.used - box.width, y: row.y };
  });
}

// Nodes begin on a sunflower's spiral, those of most events in the middle; springs and repulsion (Fruchterman and Reingold,
// 1991) then move them, cooling down. Places are around the origin; a distance of one is comfortable.
function settle(size: number, ties: Tie[], rounds: number): Point[] {
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
  const xs = Float64Array.from(points, (point) => point.x);
  const ys = Float64Array.from(points, (point) => point.y);
  const fx = new Float64Array(points.length);
  const fy = new Float64Array(points.length);
  const push = (a: number, b: number, x: number, y: number): void => {
    fx[a]! += x;
    fy[a]! += y;
    fx[b]! -= x;
    fy[b]! -= y;
  };
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) {
      const [dx, dy] = [xs[a]! - xs[b]!, ys[a]! - ys[b]!];
      const square = Math.max(dx * dx + dy * dy, 0.01);
      push(a, b, dx / square, dy / square);
    }
  }
  for (const [a, b, weight] of ties) {
    const [dx, dy] = [xs[a]! - xs[b]!, ys[a]! - ys[b]!];
    // Who is tied to many is not pulled by all of them alike, or everything would end in one knot.
    const pull = (Math.hypot(dx, dy) * (0.3 + Math.min(Math.log2(weight + 1), 3) * 0.12)) / Math.sqrt(Math.min(degree[a]!, degree[b]!));
    push(a, b, -dx * pull, -dy * pull);
  }
  points.forEach((point, n) => {
    // Whoever has few ties is drawn to the middle, or would drift out of sight.
    const inward = 0.03 + 0.09 / degree[n]!;
    const [x, y] = [fx[n]! - point.x * inward, fy[n]! - point.y * inward];
    const length = Math.hypot(x, y) || 1;
    const moved = Math.min(length, heat);
    point.x += (x / length) * moved;
    point.y += (y / length) * moved;
  });
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function apart(box: Box, other: Box): boolean {
  return box.x + box.width < other.x || other.x + other.width < box.x || box.y + box.height < other.y || other.y + other.height < box.y;
}

function within(box: Box, frame: Box): boolean {
  return box.x >= frame.x && box.x + box.width <= frame.x + frame.width && box.y >= frame.y && box.y + box.height <= frame.y + frame.height;
}

// On which side of its node can each label be shown, inside the frame, covering no node and no label that comes before? Those
// first have the right of way, and the first side that is free is taken; null where none is. The first `chief` cover nodes if
// they must.
export function sides(places: Box[][], nodes: Box[], chief = 0, frame?: Box): (number | null)[] {
  const kept: Box[] = [];
  return places.map((choices, own) => {
    const clear = choices.map((box) => (!frame || within(box, frame)) && kept.every((other) => apart(box, other)));
    const free = choices.findIndex((box, side) => clear[side] && nodes.every((node, n) => n === own || apart(box, node)));
    const side = free < 0 && own < chief ? clear.indexOf(true) : free;
    const box = choices[side];
    if (box) kept.push(box);
    return box ? side : null;
  });
}
