// How does the page talk to the server, and who is the reviewer?
import type { Annotation } from "./annotation.ts";

const TOKEN = "dateline-token";
const NAME = "dateline-reviewer";

export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(title);
  }
}

export interface Waiting {
  key: string;
  headline: string;
  state: string;
  by: string;
  at: string;
  claims: number;
  doubtful: number;
  doubt: number;
}
export interface Queue {
  articles: Waiting[];
  doubly: string[];
}
export interface Statement {
  subject: string;
  predicate: string;
  object: string;
}
export interface Changes {
  facts_gone: Statement[];
  facts_come: Statement[];
  said_gone: Statement[];
  said_come: Statement[];
  counts: Record<string, number>;
  contradictions: string[];
}
export interface Candidate {
  known: string;
  label: string;
  kind: string;
  wikidata: string | null;
  score: number;
}
export interface Agreement {
  one: string;
  other: string;
  events: number;
  f1: number;
  same_class: number | null;
  kappa: number | null;
  differences: { words: string; start: number; what: string }[];
}
export interface Verdict {
  verdict: "same" | "different";
  one: { article: string; event: string };
  other: { article: string; event: string };
  note?: string;
}
/** An event of the article that another article's event is taken to be, and why. */
export interface Told {
  event: string;
  other: Verdict["one"];
  label: string;
  reasons: string[];
}
export interface Opened {
  text: string;
  annotation: Annotation;
  told: Told[];
  version: string;
}
export interface Draft {
  version: string;
  annotation: Annotation;
  verdicts: Verdict[];
}

export class Bureau {
  constructor(
    private readonly token: string,
    readonly by: string,
  ) {}

  static remembered(by = Bureau.lastName()): Bureau | null {
    const token = sessionStorage.getItem(TOKEN);
    return token ? new Bureau(token, by) : null;
  }

  static lastName(): string {
    return localStorage.getItem(NAME) ?? "";
  }

  static forget(): void {
    sessionStorage.removeItem(TOKEN);
  }

  remember(): void {
    sessionStorage.setItem(TOKEN, this.token);
    localStorage.setItem(NAME, this.by);
  }

  async queue(): Promise<Queue> {
    return (await this.ask("GET", "/review/queue")).json();
  }

  async agreement(key: string): Promise<{ pairs: Agreement[] }> {
    return (await this.ask("GET", `/review/agreement/${encodeURIComponent(key)}`)).json();
  }

  async candidates(name: string, kind: string): Promise<Candidate[]> {
    const answer = await this.ask("GET", `/review/candidates?${new URLSearchParams({ name, kind })}`);
    return ((await answer.json()) as { candidates: Candidate[] }).candidates;
  }

  async article(key: string): Promise<Opened> {
    const answer = await this.ask("GET", `/review/articles/${encodeURIComponent(key)}`);
    return { ...(await answer.json()), version: versionOf(answer) };
  }

  async changes(key: string, draft: Draft): Promise<Changes> {
    return (await this.ask("POST", `/review/articles/${encodeURIComponent(key)}/changes`, draft)).json();
  }

  async save(key: string, draft: Draft): Promise<string> {
    return versionOf(await this.ask("PUT", `/review/articles/${encodeURIComponent(key)}`, draft));
  }

  async keepMine(key: string, draft: Draft): Promise<void> {
    await this.ask("POST", `/review/articles/${encodeURIComponent(key)}/mine`, draft);
  }

  async judge(verdicts: Verdict[]): Promise<void> {
    await this.ask("POST", "/review/verdicts", { verdicts });
  }

  private async ask(method: string, path: string, draft?: Partial<Draft>): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}`, Accept: "application/json" };
    const request: RequestInit = { method, headers, cache: "no-store" };
    if (draft) {
      headers["Content-Type"] = "application/json";
      if (draft.version) headers["If-Match"] = `"${draft.version}"`;
      request.body = JSON.stringify({ annotation: draft.annotation, verdicts: draft.verdicts, by: this.by });
    }
    let answer: Response;
    try {
      answer = await fetch(path, request);
    } catch {
      throw new Fault(0, "The connection is lost", "Your work is kept in this browser; try again when the server answers.");
    }
    if (answer.ok) return answer;
    const said = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new Fault(answer.status, said.title ?? "The server refused", said.detail ?? `It answered ${answer.status}.`);
  }
}

function versionOf(answer: Response): string {
  // A proxy that compresses makes the tag a weak one, or adds the coding's name to it.
  return (answer.headers.get("ETag") ?? "").replace(/^W\//, "").replaceAll('"', "").replace(/[-;].*$/, "");
}
