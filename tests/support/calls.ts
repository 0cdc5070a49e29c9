/**
 * Calls whose answers are written down, and how they end.
 *
 * @module
 */
import { type LambdaConfig, TransportError } from "../../mod.ts";
import { assertEquals, assertLess, assertRejects } from "./assert.ts";
import { CREDENTIALS, inProcess, type Sent } from "./in_process.ts";
import { freshRegion } from "./stubs.ts";
import { sleep } from "./watched.ts";

/** A config, and what was sent with it. */
export interface Calls {
  readonly config: LambdaConfig;
  readonly sent: Sent[];
}

/** An answer; an `Error` is what `fetch` rejects with. */
export type Reply = Response | Error | ((sent: Sent) => Response | Promise<Response>);

/** A config, at an endpoint of its own, all of whose requests are answered by `reply`. */
export function always(reply: (sent: Sent) => Response | Promise<Response>): Calls {
  const { config, sent } = inProcess(reply);
  return { config: { ...config, region: freshRegion(), maxAttempts: 3 }, sent };
}

/** A config, at an endpoint of its own, whose n-th request gets the n-th answer. */
export function replies(...list: readonly Reply[]): Calls {
  let n = 0;
  return always((request) => {
    const reply = list[n++] ?? new Error("No answer is left");
    if (reply instanceof Error) throw reply;
    return typeof reply === "function" ? reply(request) : reply;
  });
}

/** What AWS answers when it refuses a call. */
export function refusal(status: number, code?: string, headers: Readonly<Record<string, string>> = {}): Response {
  const carrier: Record<string, string> = code === undefined ? {} : { "x-amzn-errortype": code };
  const body = status === 304 ? null : code === undefined ? "" : '{"message":"No"}';
  return new Response(body, { status, headers: { ...carrier, ...headers } });
}

/** A config for the scripted server: each request is sent once. */
export function at(endpoint: string): LambdaConfig {
  return { region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1, endpoint };
}

/** Fails unless `call` ends with TIMEOUT, on time. */
export async function assertTimeout(call: () => Promise<unknown>, ms: number): Promise<TransportError> {
  const error = await assertOnTime(() => assertRejects(call, TransportError), ms);
  assertEquals(error.code, "TIMEOUT");
  return error;
}

/** Fails unless `call` ends not much later than a timer of ours that is set to `ms`: a busy machine delays both. */
export async function assertOnTime<T>(call: () => Promise<T>, ms: number): Promise<T> {
  const due = sleep(ms).then(() => Date.now());
  const result = await call();
  const ended = Date.now();
  assertLess(ended - await due, 2_000);
  return result;
}
