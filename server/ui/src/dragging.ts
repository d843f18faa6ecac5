// How is a pointer followed from its press until it is let go, or until the browser takes it to scroll the page?
export function follow(place: Element, step: (event: PointerEvent) => void, end: (event: PointerEvent, taken: boolean) => void): void {
  const following = new AbortController();
  const { signal } = following;
  const stop = (event: PointerEvent): void => {
    following.abort();
    end(event, event.type === "pointercancel");
  };
  place.addEventListener("pointermove", (event) => step(event as PointerEvent), { signal });
  for (const kind of ["pointerup", "pointercancel"] as const) window.addEventListener(kind, stop, { signal });
}
