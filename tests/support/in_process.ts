/**
 * Answers calls without leaving the process, and keeps what was sent.
 *
 * @module
 */
import type { InvokeStreamEvent, LambdaConfig } from "../../mod.ts";

/** The keys of AWS's own examples. */
export const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
} as const;

/** A request as it was handed to `fetch`. */
export interface Sent {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: string;
  readonly signal: AbortSignal | null | undefined;
}

/** A config whose calls are answered by `answer`, each sent once, and what was sent. */
export function inProcess(
  answer: (sent: Sent) => Response | Promise<Response>,
): { config: LambdaConfig; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(String(input));
    const { method = "GET", body, signal } = init;
    const request: Sent = {
      method,
      target: String(input).slice(origin.length),
      headers: new Headers(init.headers),
      // On Deno a Blob, elsewhere bytes.
      body: body ? await new Response(body).text() : "",
      signal,
    };
    sent.push(request);
    return await answer(request);
  };
  return { config: { region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1, fetch }, sent };
}

/** A config whose calls are answered with these bytes, or with this stream of them. */
export function answering(
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null,
  init: ResponseInit = {},
): LambdaConfig {
  return inProcess(() => new Response(body, init)).config;
}

/** What a reader made of a stream: all that it was handed, and what the stream failed with. */
export interface Reading<Item> {
  readonly items: Item[];
  readonly error: unknown;
}

/** Reads a stream to its end, good or bad. */
export async function readAll<Item>(stream: ReadableStream<Item>): Promise<Reading<Item>> {
  const items: Item[] = [];
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { items, error: undefined };
      items.push(value);
    }
  } catch (error) {
    return { items, error };
  }
}

/** The text in events, piece by piece. */
export function textOf(events: readonly InvokeStreamEvent[]): string[] {
  return events.flatMap(({ PayloadChunk }) => PayloadChunk ? [new TextDecoder().decode(PayloadChunk.Payload)] : []);
}
