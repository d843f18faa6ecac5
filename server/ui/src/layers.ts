// What of the time line moves with the days, and what stays where it is?
import { alter, drawAxis, drawContent, drawFades, drawNames, type Drawing, type Drawn, REACH, setStage, type Stage } from "./chart.ts";
import { toSvg } from "./picture.ts";
import { make } from "./svg.ts";
import type { Span } from "./time.ts";

export class Layers {
  // To move a layer is no work for whoever paints.
  readonly moving = make("svg", { class: "moving" });
  readonly names = make("svg", { class: "still" });
  private axis = make("g");
  private stage: Stage;

  constructor(private drawing: Drawing) {
    this.stage = setStage(drawing);
    this.moving.append(drawFades(), this.axis, this.stage.content);
  }

  take(drawing: Drawing): void {
    const stage = setStage(drawing);
    this.stage.content.replaceWith(stage.content);
    this.drawing = drawing;
    this.stage = stage;
  }

  draw(view: Span, width: number, reach: number): Drawn {
    const drawn = drawContent(this.stage, this.drawing, view, width, reach);
    const axis = drawAxis(view, width, drawn);
    this.axis.replaceWith(axis);
    this.axis = axis;
    this.names.replaceChildren(drawNames(this.drawing, drawn.bands));
    size(this.moving, -REACH * width, (1 + 2 * REACH) * width, drawn.height);
    size(this.names, 0, width, drawn.height);
    return drawn;
  }

  // Whole pixels are copied, parts of them would be worked out.
  shift(by: number): void {
    this.moving.style.transform = `translateX(${Math.round(by)}px)`;
  }

  picture(width: number, height: number): string {
    return toSvg([this.moving, this.names], document.title, width, height);
  }
}

function size(layer: SVGSVGElement, left: number, width: number, height: number): void {
  alter(layer, { width: String(width), height: String(height), viewBox: `${left} 0 ${width} ${height}` });
  layer.style.marginLeft = `${left}px`;
}
