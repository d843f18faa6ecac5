// What of a reviewer's work is not yet saved? The browser keeps it, by article.
import type { Draft } from "./bureau.ts";

const DRAFT = "dateline-draft:";

/** What was changed and not yet saved; it outlives the page. A draft that cannot be read is none. */
export function readDraft(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(DRAFT + key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

/** What of a draft is still to be saved, on top of the version that was: what was changed while that was under way. */
export function leftOf(draft: Draft | null, saved: Draft, version: string): Draft | null {
  if (!draft || JSON.stringify(draft) === JSON.stringify(saved)) return null;
  return { ...draft, version, verdicts: draft.verdicts.slice(saved.verdicts.length) };
}

/** Whether the browser had room for it. */
export function writeDraft(key: string, draft: Draft | null): boolean {
  try {
    if (draft) localStorage.setItem(DRAFT + key, JSON.stringify(draft));
    else localStorage.removeItem(DRAFT + key);
    return true;
  } catch {
    return false;
  }
}
