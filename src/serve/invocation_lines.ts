import type { LocalInvocation } from "../local/invocation.ts";

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: keyof typeof COLOURS, text: string) => string;

/** Select Graphic Rendition of ECMA-48. */
const COLOURS = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };

/** Colours where they are wanted. */
export function painter(isColoured: boolean): Paint {
  return (colour, text) => isColoured ? `\x1b[${COLOURS[colour]}m${text}\x1b[0m` : text;
}

/** Characters that a line shows of an event. */
const LONGEST_EVENT = 60;

/** An invocation that is through, on one line: when, what, with what, and what became of it; its log below. */
export function invocationLines(invocation: LocalInvocation, now: Date, paint: Paint): string[] {
  const { operation, invocationType, functionName, qualifier, event, duration } = invocation;
  const how = operation === "Invoke" ? invocationType : operation;
  const which = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const line = [
    paint("dim", timeOf(now)),
    paint("bold", which),
    how,
    paint("dim", shorten(JSON.stringify(event) ?? "-")),
    paint(colourOf(invocation), outcomeOf(invocation)),
    `${duration} ms`,
  ];
  return [line.join("  "), ...logLines(invocation.logs ?? "").map((text) => paint("dim", `    ${text}`))];
}

/** The local time of day, in which the user lives. */
export function timeOf(now: Date): string {
  const [hours, minutes, seconds] = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => pad(part, 2));
  return `${hours}:${minutes}:${seconds}.${pad(now.getMilliseconds(), 3)}`;
}

function pad(part: number, length: number): string {
  return String(part).padStart(length, "0");
}

function shorten(text: string): string {
  return text.length > LONGEST_EVENT ? `${text.slice(0, LONGEST_EVENT)}…` : text;
}

function outcomeOf({ status, error, functionError, fault, cancelled, condition, runs }: LocalInvocation): string {
  const parts = [
    status,
    error ?? functionError,
    fault && `fault ${fault}`,
    cancelled && "cancelled",
    condition,
    runs > 1 && `${runs} runs`,
  ];
  return parts.filter(Boolean).join(" ");
}

function colourOf({ status = 500, functionError, condition }: LocalInvocation): keyof typeof COLOURS {
  if (functionError || status >= 500 || (condition && condition !== "Success")) return "red";
  return status >= 400 ? "yellow" : "green";
}

/** What the function itself has written: without the lines around it, and without what they all begin with. */
function logLines(logs: string): string[] {
  return logs.split("\n").filter((line) => line.trim() !== "" && !/^(START|END|REPORT) RequestId: /.test(line))
    .flatMap((line) => {
      const [time, id, level, ...message] = line.split("\t");
      const isWhole = time !== undefined && id !== undefined && level !== undefined && message.length > 0;
      return isWhole ? messageLines(level, message.join("\t")) : [line.replace(/^\S+Z \S+ /, "")];
    });
}

/** An error that nobody caught is JSON in the log; its stack is easier to read. */
function messageLines(level: string, message: string): string[] {
  const json = message.startsWith("Invoke Error \t") ? message.slice(message.indexOf("\t")) : undefined;
  try {
    const { stack } = JSON.parse(json ?? "null") as { stack?: unknown };
    if (Array.isArray(stack) && stack.length > 0) return stack.map((line, at) => at === 0 ? `${level} ${line}` : line);
  } catch {
    // No JSON, or cut off.
  }
  return [`${level} ${message}`];
}
