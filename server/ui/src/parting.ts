// How does a reviewer say, where accounts stand side by side, that one of them tells another event?
import { Bureau, Fault, type Verdict } from "./bureau.ts";
import { readBlock } from "./dom.ts";

type Name = Verdict["one"];

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function words(form: HTMLFormElement, names: Name[]): Verdict[] {
  const which = Number(new FormData(form).get("which"));
  const one = names[which];
  const note = field(form, "note").value.trim();
  return one ? names.filter((_, at) => at !== which).map((other) => ({ verdict: "different", one, other, note })) : [];
}

async function send(form: HTMLFormElement, names: Name[], tell: (said: string) => void): Promise<void> {
  const by = field(form, "by").value.trim();
  const token = field(form, "token").value.trim();
  const bureau = token ? new Bureau(token, by) : Bureau.remembered(by);
  if (!bureau) return tell("The token is missing.");
  tell("The graph is being made anew …");
  await bureau.judge(words(form, names));
  bureau.remember();
  location.reload();
}

function listen(form: HTMLFormElement, names: Name[]): void {
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  const place = field(form, "token");
  const tell = (said: string): void => {
    if (status) status.textContent = said;
  };
  form.hidden = false;
  field(form, "by").value = Bureau.lastName();
  // Who reviews in this tab has given the token already.
  const known = Bureau.remembered() !== null;
  place.required = !known;
  place.closest("label")?.toggleAttribute("hidden", known);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button?.toggleAttribute("disabled", true);
    send(form, names, tell).catch((fault: unknown) => {
      button?.toggleAttribute("disabled", false);
      if (!(fault instanceof Fault)) throw fault;
      tell(`${fault.title}. ${fault.detail}`);
      if (fault.status === 401 || fault.status === 403) {
        place.required = true;
        place.closest("label")?.removeAttribute("hidden");
      }
    });
  });
}

const form = document.querySelector<HTMLFormElement>("#part form");
if (form) listen(form, readBlock<Name[]>("part-names"));
