/**
 * The portable side of the scripted server: fetch and nothing else.
 *
 * @module
 */
import type { Answer, Chunk, Fate, Received as Raw } from "./script.ts";
import { sleep } from "./watched.ts";

export type { Answer, Chunk, Fate, Fault } from "./script.ts";

/** A request as the server saw it, with a case-insensitive view of its headers. */
export interface Received extends Raw {
  readonly headers: Headers;
  /** The body as text. */
  text(): string;
}

/** A list of answers at an endpoint of its own. */
export interface Script {
  /** Where requests go: a URL with a path, without a trailing slash. */
  readonly endpoint: string;
  /** What came in so far. */
  requests(): Promise<Received[]>;
  /** Whether the client has closed the connection of the n-th answer early; waits up to `waitMs` for it. */
  closed(n?: number, waitMs?: number): Promise<boolean>;
  /** How many bytes of the n-th answer's body the client's side has taken. */
  sent(n?: number): Promise<number>;
  /** Waits until no more of the n-th answer's body leaves, since the client's side is full. */
  stalled(n?: number): Promise<void>;
  /** Lets one chunk go that was marked `untilGo`. */
  go(): Promise<void>;
}

/** Milliseconds: Chromium may go on with an aborted body for 5 s, in the hope to use the connection again. */
const LONGEST_CLOSE = 8_000;

/** Milliseconds without a byte that count as a standstill. */
const STANDSTILL = 100;

/** Puts `answers` on the server. */
export async function startScript(origin: string, answers: readonly Answer[]): Promise<Script> {
  const { id } = await ask<{ id: number }>(`${origin}/script`, JSON.stringify(answers.map(toJson)));
  const fate = (n: number, waitMs: number) => ask<Fate>(`${origin}/s-fate/${id}/${n}?wait=${waitMs}`);
  return {
    endpoint: `${origin}/s/${id}`,
    requests: async () => (await ask<Raw<string>[]>(`${origin}/s-requests/${id}`)).map(received),
    closed: async (n = 0, waitMs = LONGEST_CLOSE) => (await fate(n, waitMs)).closed,
    sent: async (n = 0) => (await fate(n, 0)).sent,
    async stalled(n = 0) {
      for (let before = -1, now = 0; now !== before;) {
        await sleep(STANDSTILL);
        [before, now] = [now, (await fate(n, 0)).sent];
      }
    },
    go: async () => {
      const response = await fetch(`${origin}/s-go/${id}`, { method: "POST" });
      await response.body?.cancel();
    },
  };
}

/** Asks the server something. */
export async function ask<T>(url: string, body?: string): Promise<T> {
  const response = await fetch(url, body === undefined ? {} : { method: "POST", body });
  if (!response.ok) throw new Error(`The test server says ${response.status}: ${await response.text()}`);
  return await response.json();
}

function toJson(answer: Answer): Answer<string> {
  const { body, chunks, ...rest } = answer;
  return {
    ...rest,
    ...(body !== undefined && { body: toBase64(body) }),
    ...(chunks && { chunks: chunks.map((chunk: Chunk) => ({ ...chunk, bytes: toBase64(chunk.bytes) })) }),
  };
}

function received(raw: Raw<string>): Received {
  const body = Uint8Array.from(atob(raw.body), (char) => char.charCodeAt(0));
  return {
    ...raw,
    body,
    headers: new Headers(raw.pairs.map(([name, value]): [string, string] => [name, value])),
    text: () => new TextDecoder().decode(body),
  };
}

/** By hand and not by the code under test; Node 20 has no `toBase64`. */
export function toBase64(value: string | Uint8Array): string {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}
