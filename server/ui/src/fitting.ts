// How does a drawing keep the width of its place, on a screen that changes and on paper?

// Pixels between the margins of A4.
const PAPER = "700px";

/** Draws now, and again at each other width of the place. */
export function keepFitting(place: HTMLElement, draw: (width: number) => void): void {
  let drawn = 0;
  const fit = (): void => {
    const width = place.clientWidth;
    if (!width || Math.abs(width - drawn) < 2) return;
    drawn = width;
    draw(width);
  };
  const take = (width: string) => (): void => {
    place.style.width = width;
    fit();
  };
  fit();
  new ResizeObserver(fit).observe(place);
  window.addEventListener("beforeprint", take(PAPER));
  window.addEventListener("afterprint", take(""));
}
