// How is an element made? Text is always text: nothing of the data is read as markup.
type Child = Node | string;
type Handler = (event: never) => void;

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  fields: Record<string, string | boolean | Handler> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === "function") made.addEventListener(key, value as EventListener);
    else if (typeof value === "boolean") made.toggleAttribute(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function choose(label: string, options: [string, string][], value: string, change: (value: string) => void): HTMLLabelElement {
  const select = el("select", { change: () => change(select.value) });
  for (const [key, words] of options) select.append(el("option", { value: key, selected: key === value }, words));
  return el("label", { class: "field" }, label, select);
}

export function write(label: string, value: string, change: (value: string) => void, list = ""): HTMLLabelElement {
  const input = el("input", { value, dir: "auto", change: () => change(input.value.trim()), ...(list ? { list } : {}) });
  return el("label", { class: "field" }, label, input);
}

export function readBlock<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

/** Draws a place anew and leaves the focus on the control that had it, by its number. */
export function redraw(place: HTMLElement, draw: () => void): void {
  const controls = (): HTMLElement[] => [...place.querySelectorAll<HTMLElement>("input, select, button, summary, a")];
  const at = controls().indexOf(document.activeElement as HTMLElement);
  draw();
  if (at >= 0) controls()[Math.min(at, controls().length - 1)]?.focus();
}
