// In which row does each thing stand, so that no two of a row overlap?

export interface Extent {
  left: number;
  right: number;
}

// The row of each extent, in the order given; extents come by their left ends. The first row with room is taken.
export function pack(extents: Extent[], gap = 8): number[] {
  const ends: number[] = [];
  return extents.map(({ left, right }) => {
    const free = ends.findIndex((end) => end + gap <= left);
    const row = free < 0 ? ends.length : free;
    ends[row] = right;
    return row;
  });
}

// About as many pixels as a text takes; measuring each would make the browser lay out the page again and again.
export function widthOf(text: string, size = 13): number {
  return text.length * size * 0.54;
}

// Between words where there are some: half a word is no word to somebody who hears it.
export function shorten(text: string, most = 38): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const cut = letters.slice(0, most - 1).join("");
  return `${cut.replace(/\s+\S*$/u, "") || cut}…`;
}
