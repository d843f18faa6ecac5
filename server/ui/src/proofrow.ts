// How does a proof open where the statement stands? Its page is fetched and its tree put under the row; without scripts the
// link leads to that page.

async function open(link: HTMLAnchorElement): Promise<Node> {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const proof = page.querySelector("[data-proof]");
  if (!answer.ok || !proof) throw new Error(page.querySelector("main p")?.textContent ?? `the server said ${answer.status}`);
  return document.importNode(proof, true);
}

function row(link: HTMLAnchorElement): HTMLTableRowElement | null {
  const own = link.closest("tr");
  if (!own) return null;
  const made = document.createElement("tr");
  const cell = made.insertCell();
  cell.colSpan = own.cells.length;
  made.className = "opened";
  own.after(made);
  return made;
}

function unfold(link: HTMLAnchorElement): HTMLTableRowElement | null {
  const made = row(link);
  if (!made) return null;
  link.setAttribute("aria-expanded", "true");
  void fill(made.cells[0] as HTMLTableCellElement, link);
  return made;
}

async function fill(cell: HTMLTableCellElement, link: HTMLAnchorElement): Promise<void> {
  cell.textContent = "Looking for the proof …";
  try {
    cell.replaceChildren(await open(link));
  } catch (error) {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Try again";
    again.addEventListener("click", () => void fill(cell, link));
    // A lost connection is a TypeError to a browser, whose words differ.
    const why = error instanceof TypeError ? "the connection to the server is lost" : (error as Error).message;
    cell.replaceChildren(`The proof could not be fetched: ${why}. `, again);
  }
}

export function offerProof(link: HTMLAnchorElement): void {
  let opened: HTMLTableRowElement | null = null;
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (click) => {
    if (click.ctrlKey || click.metaKey || click.shiftKey || !link.closest("tr")) return;
    click.preventDefault();
    if (!opened) {
      opened = unfold(link);
      return;
    }
    opened.remove();
    opened = null;
    link.setAttribute("aria-expanded", "false");
  });
  link.addEventListener("keydown", (press) => {
    if (press.key !== " ") return;
    press.preventDefault();
    link.click();
  });
}
