import { signRequest } from "../../mod.ts";
import { takeSha256 } from "../../src/signing/choose_sha256.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";

/** Runtimes where Web Crypto is a hop to another thread, and what their signatures take instead. */
const SYNCHRONOUS: readonly string[] = ["node", "bun", "deno"];

const OPTIONS = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "us-east-1",
  service: "lambda",
  method: "POST",
  body: "{}",
};

/** How often `crypto.subtle` is asked for a hash or an HMAC while something runs. */
async function callsOfWebCrypto(run: () => Promise<unknown>): Promise<number> {
  const { subtle } = crypto;
  let calls = 0;
  const replaced = ["digest", "sign"] as const;
  for (const name of replaced) {
    const original = subtle[name] as (...args: unknown[]) => unknown;
    const counting = (...args: unknown[]) => {
      calls++;
      return original.apply(subtle, args);
    };
    try {
      Object.defineProperty(subtle, name, { value: counting, configurable: true, writable: true });
    } catch {
      throw new Skip("crypto.subtle is sealed");
    }
    if (crypto.subtle[name] as unknown !== counting) throw new Skip("crypto.subtle is made anew each time");
  }
  try {
    await run();
  } finally {
    for (const name of replaced) delete (subtle as { digest?: unknown; sign?: unknown })[name];
  }
  return calls;
}

/** As in a process that has signed nothing yet. */
async function signMany(count: number): Promise<void> {
  takeSha256();
  for (let n = 0; n < count; n++) await signRequest("https://example.amazonaws.com/", OPTIONS);
}

test("Signing takes the runtime's own SHA-256 where Web Crypto is slow, and Web Crypto elsewhere", async (t) => {
  const isSynchronous = SYNCHRONOUS.includes(t.runtime);
  await signMany(200);
  const calls = await callsOfWebCrypto(() => signRequest("https://example.amazonaws.com/", OPTIONS));
  // Of the body, of the canonical request, and the signature itself.
  assertEquals(calls, isSynchronous ? 0 : 3);
});

test("Signing takes the runtime's own SHA-256 at once on Node and Bun, and on Deno once it pays to load it", async (t) => {
  if (!SYNCHRONOUS.includes(t.runtime)) throw new Skip("it has Web Crypto alone");
  const calls = await callsOfWebCrypto(() => signMany(200));
  if (t.runtime !== "deno") return assertEquals(calls, 0);
  // Three each for about a hundred signatures.
  assert(calls > 150 && calls < 500, String(calls));
});

test("Signatures are the same before and after the way changes", async () => {
  takeSha256();
  const date = new Date("2026-03-01T12:00:00Z");
  const signatures = new Set<string | null>();
  for (let n = 0; n < 150; n++) {
    const request = await signRequest("https://example.amazonaws.com/", { ...OPTIONS, date });
    signatures.add(request.headers.get("authorization"));
  }
  assertEquals(signatures.size, 1);
});
