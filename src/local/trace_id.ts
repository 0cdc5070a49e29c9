import { encodeHex } from "../base/encoding.ts";

/** What an `X-Amzn-Trace-Id` says: `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`. */
interface Trace {
  readonly root: string;
  readonly sampled: string;
}

/** An id of AWS X-Ray: the second of its start, and 96 random bits. */
const ROOT = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;

/**
 * The trace that an invocation belongs to: its caller's, with a segment of its own, or a new one, which is not sampled.
 *
 * @see {@link https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader}
 */
export function continueTrace(header: string | null, now: Date): string {
  const { root, sampled } = parseTrace(header) ?? { root: newRoot(now), sampled: "0" };
  return `Root=${root};Parent=${randomHex(8)};Sampled=${sampled}`;
}

/** A header in any other form belongs to no trace, as X-Ray has it. */
function parseTrace(header: string | null): Trace | undefined {
  const fields = new Map((header ?? "").split(";").map((field) => field.trim().split("=", 2) as [string, string]));
  const root = fields.get("Root") ?? "";
  return ROOT.test(root) ? { root, sampled: fields.get("Sampled") === "1" ? "1" : "0" } : undefined;
}

function newRoot(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  return `1-${seconds.toString(16).padStart(8, "0").slice(-8)}-${randomHex(12)}`;
}

function randomHex(bytes: number): string {
  return encodeHex(crypto.getRandomValues(new Uint8Array(bytes)));
}
