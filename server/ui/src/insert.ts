// How does a person write a thing into a query whose name is known, but not its IRI?
interface Found {
  label: string;
  kind: string;
  written: string;
}

const PAUSE_MS = 120;

/** Offers what the server knows by the beginning of a word; `put` gets what stands for the chosen one in a query. */
export function offerNames(put: (written: string) => void): void {
  const place = document.getElementById("insert");
  const input = place?.querySelector("input");
  const told = place?.querySelector("[role=status]");
  const list = document.getElementById("insertable");
  if (!place || !input || !told || !list) return;
  place.hidden = false;
  let found = new Map<string, Found>();
  let wait = 0;
  const say = (one: Found): string => `${one.label} (${one.kind}, ${one.written})`;
  const take = (one: Found): void => {
    put(one.written);
    told.textContent = `${one.written} stands in the query.`;
    input.value = "";
  };
  const look = async (): Promise<void> => {
    const answer = await fetch(`/names.json?${new URLSearchParams({ begin: input.value, terms: "" })}`);
    if (!answer.ok) return;
    const { names } = (await answer.json()) as { names: Found[] };
    found = new Map(names.map((one) => [say(one), one]));
    list.replaceChildren(...names.map((one) => new Option(say(one), say(one))));
    told.textContent = names.length ? `${names.length} found; Enter takes the first.` : "Nothing has this name.";
  };
  input.addEventListener("input", () => {
    const chosen = found.get(input.value);
    if (chosen) return take(chosen);
    window.clearTimeout(wait);
    wait = window.setTimeout(() => void look().catch(() => undefined), PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    const [first] = found.values();
    if (event.key !== "Enter" || !first || !input.value) return;
    event.preventDefault();
    take(found.get(input.value) ?? first);
  });
}
