// Draws the world's outlines (Natural Earth 1:110m, public domain, by way of world-atlas) as one SVG file: land, and the
// borders between countries. A degree is a unit, from 180° west and from the North Pole.
import { readFile, writeFile } from "node:fs/promises";

function decode({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0] + 180, 90 - (y * scale[1] + translate[1])];
    });
  });
}

const written = (points) => points.map(([x, y]) => `${+x.toFixed(2)} ${+y.toFixed(2)}`).join("L");

// What crosses the edge of the map goes on beyond it, and is drawn once more on the other side.
function unroll(points) {
  let turns = 0;
  return points.map(([x, y], at) => {
    const before = at ? points[at - 1][0] : x;
    if (Math.abs(x - before) > 180) turns += x > before ? -360 : 360;
    return [x + turns, y];
  });
}

function copies(points, end) {
  const flat = unroll(points);
  const xs = flat.map(([x]) => x);
  const shifts = [0, ...(Math.max(...xs) > 360 ? [-360] : []), ...(Math.min(...xs) < 0 ? [360] : [])];
  return shifts.map((by) => `M${written(flat.map(([x, y]) => [x + by, y]))}${end}`).join("");
}

function ring(arcs, numbers) {
  const points = numbers.flatMap((number, at) => {
    const arc = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
    return at ? arc.slice(1) : arc;
  });
  return copies(points, "Z");
}

const rings = ({ type, arcs = [], geometries = [] }) =>
  type === "GeometryCollection" ? geometries.flatMap(rings) : type === "Polygon" ? arcs : arcs.flat();

export async function writeOutlines(source, target) {
  const topology = JSON.parse(await readFile(source, "utf8"));
  const arcs = decode(topology);
  const uses = new Map();
  for (const country of topology.objects.countries.geometries) {
    for (const number of rings(country).flat()) {
      const arc = number < 0 ? ~number : number;
      uses.set(arc, (uses.get(arc) ?? 0) + 1);
    }
  }
  const land = rings(topology.objects.land).map((numbers) => ring(arcs, numbers)).join("");
  const borders = [...uses].filter(([, times]) => times > 1).map(([arc]) => copies(arcs[arc], "")).join("");
  await writeFile(
    target,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 180"><title>Outlines: Natural Earth, public domain</title><path id="land" vector-effect="non-scaling-stroke" d="${land}"/><path id="borders" vector-effect="non-scaling-stroke" fill="none" d="${borders}"/></svg>\n`,
  );
}
