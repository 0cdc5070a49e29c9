/**
 * What of a request, an answer and an error two clients must agree on.
 *
 * @module
 */
import { assert, assertEquals } from "../../support/assert.ts";
import type { Peers } from "./clients.ts";
import type { Recorded, Reply } from "./recorder.ts";
import { verifySignature } from "./verify_signature.ts";

/**
 * Headers that may differ: those of the signature (checked by themselves), of the connection, and those by which the
 * SDK reports on itself. All others must be equal.
 */
const OWN_AFFAIR =
  /^(authorization|x-amz-date|x-amz-content-sha256|amz-sdk-.*|x-amz-user-agent|user-agent|connection|accept|accept-.*)$/;

/** A request in a form that can be compared. */
export function essence({ method, target, headers, body }: Recorded): unknown {
  const [path, query] = target.split("?");
  const kept = headers.map(([name, value]) => [name.toLowerCase(), value.trim()])
    .filter(([name]) => !OWN_AFFAIR.test(name!))
    .sort(([a], [b]) => a! < b! ? -1 : 1);
  return { method, path, query, headers: kept, body };
}

/** Sends a request with each client, and fails unless both sent the same, each with a signature that is right. */
export async function assertSameRequest(
  { server }: Peers,
  theirs: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<void> {
  server.requests.length = 0;
  await theirs();
  await ours();
  const [sdk, own, ...more] = server.requests;
  assertEquals(more, []);
  assertEquals(essence(own!), essence(sdk!));
  await verifySignature(sdk!);
  await verifySignature(own!);
}

/** How a call ended, in a form that can be compared. */
export type Outcome = { readonly output: unknown } | { readonly error: Readonly<Record<string, unknown>> };

/** Waits for a call's end; of an error all that both clients say: name, message and AWS's own members. */
export async function outcome(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { output: normalize(await call()) };
  } catch (error) {
    const { name, message, $response: _raw, functionMayHaveRun: _ours, ...members } = error as Error & {
      $response?: unknown;
      functionMayHaveRun?: boolean;
    };
    return { error: normalize({ ...members, name, message }) as Record<string, unknown> };
  }
}

/** A value without what is absent, bytes as plain bytes, and without `cfId`, which is CloudFront's. */
export function normalize(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(normalize);
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([key, item]) => item !== undefined && key !== "cfId")
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([key, item]) => [key, normalize(item)]),
  );
}

/** Gives both clients the same answer, and both outcomes back. */
export async function outcomes(
  { server }: Peers,
  reply: Reply,
  theirs: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<{ sdk: Outcome; own: Outcome }> {
  server.reply = reply;
  return { sdk: await outcome(theirs), own: await outcome(ours) };
}

/** Gives both clients the same answer, and fails unless both make the same of it. */
export async function assertSameOutcome(
  peers: Peers,
  reply: Reply,
  theirs: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<void> {
  const { sdk, own } = await outcomes(peers, reply, theirs, ours);
  assertEquals(own, sdk);
}

/**
 * Gives both clients the same refusal, and fails unless both report the same, but for what is different by intent: our
 * `retryAfterSeconds` is a number, and there with every error whose answer tells it; where there is no message, ours is
 * what the answer says, in place of "UnknownError"; and `Message` stays beside `message`.
 */
export async function assertSameFailure(
  peers: Peers,
  reply: Reply,
  theirs: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<void> {
  const { sdk, own } = await outcomes(peers, reply, theirs, ours);
  assert("error" in sdk && "error" in own, "Expected both to fail");
  const expected = { ...sdk.error };
  for (const member of ["retryAfterSeconds", "Message"]) {
    if (member in own.error) expected[member] = own.error[member];
  }
  if (expected.message === "UnknownError") expected.message = own.error.message;
  assertEquals(own.error, expected, JSON.stringify(reply));
}
