// What does the server say is wrong with a query, and where? The problem (RFC 9457) names line and column, both from 1, and says
// what could stand there.

export interface Fault {
  status: number;
  title: string;
  detail: string;
  line?: number;
  column?: number;
}

export function readFault(type: string, body: string, status: number): Fault {
  if (type.includes("json")) {
    try {
      const { title, detail, line, column } = JSON.parse(body) as Partial<Fault>;
      return { status, title: title ?? "Refused", detail: detail ?? body.slice(0, 500), ...(line && column ? { line, column } : {}) };
    } catch {
      // A proxy may answer with anything.
    }
  }
  return { status, title: `The server answered ${status}`, detail: body.slice(0, 500) };
}
