// How is a pasted text sent so that it stays on the page, whatever becomes of the server or the network?
import { el } from "./dom.ts";
import { save } from "./picture.ts";

/** Why there is no reading, in words. */
class Fault extends Error {}

function tooLong(text: string, most: number): string {
  let count = 0;
  for (const _ of text) count += 1;
  return count > most ? `The text has ${count.toLocaleString("en")} characters; the limit is ${most.toLocaleString("en")}. Paste one article.` : "";
}

function why(answer: Response, page: Document): string {
  const said = page.querySelector("main [role=alert]")?.textContent?.trim();
  if (said) return said;
  if (answer.status === 413) return "The text is larger than the server takes. Paste one article.";
  return `The server failed (status ${answer.status}). Send it again in a moment; if that does not help, its operator's log says why.`;
}

async function ask(form: HTMLFormElement, button: HTMLElement | null): Promise<Response> {
  const patience = Number(form.dataset.patience);
  try {
    return await fetch("/try", { method: "POST", body: new FormData(form, button), headers: { Accept: "text/html" }, signal: AbortSignal.timeout(patience * 1000) });
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") throw new Fault(`No answer came within ${patience} s. Send it again, or send less.`);
    throw new Fault("The connection is lost, or the server is down. Send it again when it is back.");
  }
}

/** The file that an answer is to be kept as; null when it is a page. */
function fileName(answer: Response): string | null {
  return /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? null;
}

// What is written while an answer is on its way is in no answer.
function keepWritten(now: string, sent: string, reading: Element): void {
  const field = reading.querySelector("textarea");
  if (field && now !== sent) field.value = now;
}

async function read(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const sent = String(new FormData(form).get("text"));
  const fault = tooLong(sent, Number(form.dataset.longest));
  if (fault) throw new Fault(fault);
  const answer = await ask(form, button);
  const body = await answer.blob().catch(() => {
    throw new Fault("The connection broke off in the middle of the answer. Send it again.");
  });
  const name = answer.ok ? fileName(answer) : null;
  if (name) return save(body, name);
  const page = new DOMParser().parseFromString(await body.text(), "text/html");
  const reading = page.querySelector("main");
  if (!answer.ok || !reading?.querySelector("form[data-longest]")) throw new Fault(why(answer, page));
  keepWritten(String(new FormData(form).get("text")), sent, reading);
  document.querySelector("main")?.replaceChildren(...reading.childNodes);
  listen();
  document.getElementById("reading")?.scrollIntoView();
}

function listen(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-longest]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const old of document.querySelectorAll("main > [role=alert], form [role=status]")) old.remove();
    const buttons = form.querySelectorAll("button");
    const waiting = el("span", { role: "status", class: "small" }, "Reading …");
    const reading = read(form, event.submitter);
    form.querySelector(".row")?.append(waiting);
    for (const button of buttons) button.disabled = true;
    reading
      .catch((fault: unknown) => {
        if (!(fault instanceof Fault)) throw fault;
        form.before(el("p", { class: "notice bad", role: "alert" }, `${fault.message} Your text is still here.`));
      })
      .finally(() => {
        waiting.remove();
        for (const button of buttons) button.disabled = false;
      });
  });
}

listen();
