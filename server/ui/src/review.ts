// How does a reviewer correct an article with the keyboard, see what follows, and save it without losing anything?
import { Bureau, Fault } from "./bureau.ts";
import { el } from "./dom.ts";
import { Desk } from "./desk.ts";
import { Latest } from "./latest.ts";
import { drawQueue } from "./queue.ts";

const door = document.getElementById("door") as HTMLFormElement | null;
const told = document.getElementById("told");
const queue = document.getElementById("queue");
const place = document.getElementById("desk");

function tell(words: string | (Node | string)[], bad = false): void {
  if (!told) return;
  told.hidden = words.length === 0;
  told.classList.toggle("bad", bad);
  told.replaceChildren(...(typeof words === "string" ? [words] : words));
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    tell(`${fault.title}. ${fault.detail}`, true);
    if (fault.status === 401 && door) door.hidden = false;
  }
}

const view = new Latest();
let bureau: Bureau | null = null;
let desk: Desk | null = null;

/** Begins, or goes on with another token; the page listens once, however often that is. */
function begin(known: Bureau): void {
  const first = bureau === null;
  bureau = known;
  desk = new Desk(known, place as HTMLElement, tell, attempt);
  if (first) listen();
  void attempt(show);
}

function listen(): void {
  window.addEventListener("hashchange", () => void attempt(show));
  document.addEventListener("keydown", (event) => void attempt(async () => desk?.key(event)));
  document.querySelector(".top")?.append(
    el("button", { class: "plain noprint", click: () => (Bureau.forget(), window.location.reload()) }, "End the review"),
  );
}

async function show(): Promise<void> {
  const key = decodeURIComponent(window.location.hash.slice(1));
  if (!bureau || !queue || !place) return;
  tell("");
  queue.hidden = key !== "";
  place.hidden = key === "";
  if (key) {
    const found = await view.of(bureau.article(key));
    if (found) desk?.open(key, found);
  } else {
    const found = await view.of(bureau.queue());
    if (found) drawQueue(queue, found, bureau);
  }
}

async function enter(form: HTMLFormElement, name: HTMLInputElement): Promise<void> {
  const token = (form.elements.namedItem("token") as HTMLInputElement).value.trim();
  const asking = new Bureau(token, name.value.trim());
  if (!(await view.of(asking.queue()))) return;
  asking.remember();
  form.hidden = true;
  begin(asking);
}

if (door && place && queue) {
  const known = Bureau.remembered();
  if (known) begin(known);
  else door.hidden = false;
  const name = door.elements.namedItem("by") as HTMLInputElement;
  name.value = Bureau.lastName();
  door.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(() => enter(door, name));
  });
}
