// How does a reviewer correct an article with the keyboard, see what follows, and save it without losing anything?
import { Bureau, Fault } from "./bureau.ts";
import { el } from "./dom.ts";
import { Desk } from "./desk.ts";
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

function begin(bureau: Bureau): void {
  const desk = new Desk(bureau, place as HTMLElement, tell);
  const show = async (): Promise<void> => {
    const key = decodeURIComponent(window.location.hash.slice(1));
    tell("");
    if (queue) queue.hidden = key !== "";
    if (place) place.hidden = key === "";
    if (key) await desk.open(key);
    else if (queue) await drawQueue(queue, bureau);
  };
  window.addEventListener("hashchange", () => void attempt(show));
  document.addEventListener("keydown", (event) => void attempt(() => desk.key(event)));
  void attempt(show);
}

if (door && place && queue) {
  const known = Bureau.remembered();
  if (known) begin(known);
  else door.hidden = false;
  const name = door.elements.namedItem("by") as HTMLInputElement;
  name.value = Bureau.lastName();
  door.addEventListener("submit", (event) => {
    event.preventDefault();
    const token = (door.elements.namedItem("token") as HTMLInputElement).value.trim();
    void attempt(async () => {
      const bureau = new Bureau(token, name.value.trim());
      await bureau.queue();
      bureau.remember();
      door.hidden = true;
      begin(bureau);
    });
  });
  document.querySelector(".top")?.append(
    el("button", { class: "plain noprint", click: () => (Bureau.forget(), window.location.reload()) }, "End the review"),
  );
}
