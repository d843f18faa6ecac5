// How does a drawing become a file? What the style sheets say of it is written into it first.
import { make } from "./svg.ts";

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font-size", "font-family", "font-weight", "text-decoration-line", "stop-color", "stop-opacity", "paint-order", "stroke-linejoin", "display"];

// Layers, each above the one before, as far as a picture of that size from their origin shows them.
export function toSvg(layers: SVGSVGElement[], title: string, width: number, height: number): string {
  const paper = make("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.documentElement).backgroundColor });
  const picture = make("svg", { viewBox: `0 0 ${width} ${height}`, width, height }, make("title", {}, title), paper);
  for (const layer of layers) picture.append(...[...layer.children].map(styled));
  return new XMLSerializer().serializeToString(picture);
}

function styled(drawing: Element): Element {
  const copy = drawing.cloneNode(true) as Element;
  const pairs = zip([drawing, ...drawing.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]);
  for (const [from, to] of pairs) {
    const style = getComputedStyle(from);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none") to.setAttribute(name === "text-decoration-line" ? "text-decoration" : name, value);
    }
    if (style.fill === "none") to.setAttribute("fill", "none");
    for (const name of ["class", "tabindex", "role", "aria-label"]) to.removeAttribute(name);
  }
  for (const link of copy.querySelectorAll("a")) link.setAttribute("href", new URL(link.getAttribute("href") ?? "", location.href).href);
  return copy;
}

function zip<A, B>(one: A[], other: B[]): [A, B][] {
  return one.map((item, at) => [item, other[at] as B]);
}

// A data address: the content policy lets no blob be an image.
export async function toPng(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws no pictures");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large")))));
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
