// Where does a page get its time line? From the events that came with the page; what it draws can be taken away.
import type { Drawing } from "./chart.ts";
import { save, toPng } from "./picture.ts";
import type { Whole } from "./strip.ts";
import { Timeline } from "./timelinedrawing.ts";
import { button } from "./tools.ts";
import "./timeline.css";

// The drawing as a file: buttons that only a browser with scripts can offer.
function offerPictures(place: HTMLElement, timeline: Timeline): void {
  const svg = (): void => save(new Blob([timeline.picture().svg], { type: "image/svg+xml" }), "dateline.svg");
  const png = (): void => {
    const { svg, width, height } = timeline.picture();
    toPng(svg, width, height).then((blob) => save(blob, "dateline.png"), (error: unknown) => window.alert(String(error)));
  };
  place.append(button(["SVG", "Picture as SVG", svg]), button(["PNG", "Picture as PNG", png]));
}

const host = document.getElementById("timeline");
const held = document.getElementById("drawing")?.textContent;
if (host && held) {
  const { window: drawing, whole } = JSON.parse(held) as { window: Drawing; whole: Whole };
  if (whole.edges.length) {
    const timeline = new Timeline(host, drawing, whole);
    const place = document.getElementById("pictures");
    if (place) offerPictures(place, timeline);
  }
}
