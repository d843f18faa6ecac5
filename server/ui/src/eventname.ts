// Which event of which article does an address name?
import type { Verdict } from "./bureau.ts";

export type EventName = Verdict["one"];

/** The event of a page's address, whole or from its path on; null when it names none. */
export function readEventName(address: string): EventName | null {
  let path: string;
  try {
    path = decodeURIComponent(address.trim());
  } catch {
    return null;
  }
  const found = path.replace(/[?#].*$/, "").match(/(?:^|\/)([a-z0-9][a-z0-9._-]*)\/event\/([\w.-]+)\/?$/);
  return found?.[1] && found[2] ? { article: found[1], event: found[2] } : null;
}

export function pageOf(name: EventName): string {
  return `/page/${encodeURIComponent(name.article)}/event/${encodeURIComponent(name.event)}`;
}
