import { invoke } from "../../mod.ts";
import { builtinModule } from "../../src/base/builtin_module.ts";
import { takeSha256 } from "../../src/signing/choose_sha256.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

/** What the runtimes have in place of Node.js's `process`. */
const HOSTS: Readonly<Record<string, unknown>> = {
  "no process": undefined,
  "a process without getBuiltinModule(), as before Node.js 20.16 and from bundlers": { env: {} },
  "a getBuiltinModule() that knows no module": { getBuiltinModule: () => undefined },
  // `next start` of Next.js 16.4.6, where a route has `runtime = "edge"`.
  "a getBuiltinModule() that throws": {
    getBuiltinModule() {
      throw new Error(
        "A Node.js API is used (process.getBuiltinModule) which is not supported in the Edge Runtime.\n" +
          "Learn more: https://nextjs.org/docs/api-reference/edge-runtime",
      );
    },
  },
};

/** What bundlers put in the place of Node.js: modules without anything in them, or with functions that are not there. */
const HOLLOW: Readonly<Record<string, unknown>> = {
  "modules with nothing in them": { getBuiltinModule: () => ({}) },
  // As in unenv's node:crypto.
  "modules with functions that throw": {
    getBuiltinModule: () => ({ hash: notImplemented, createHash: notImplemented }),
  },
  "modules with functions that give nothing": {
    getBuiltinModule: () => ({ hash: () => undefined }),
  },
};

function notImplemented(): never {
  throw new Error("[unenv] crypto.createHash is not implemented yet!");
}

async function withProcess(process: unknown, run: () => void | Promise<void>): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(globalThis, "process");
  Object.defineProperty(globalThis, "process", { value: process, configurable: true, writable: true });
  takeSha256();
  try {
    await run();
  } finally {
    if (original) Object.defineProperty(globalThis, "process", original);
    else delete (globalThis as { process?: unknown }).process;
    takeSha256();
  }
}

/** Refuses what has no signature, as Lambda does. */
function checkingFetch(_url: string, { headers }: RequestInit): Promise<Response> {
  const isSigned = /Signature=[\da-f]{64}$/.test(new Headers(headers).get("authorization")!);
  return Promise.resolve(new Response("1", { status: isSigned ? 200 : 403 }));
}

const CONFIG = {
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  fetch: checkingFetch,
};

for (const [what, process] of Object.entries(HOSTS)) {
  test(`builtinModule() finds nothing where there is ${what}`, () =>
    withProcess(process, () => {
      for (const name of ["node:crypto", "node:zlib", "node:stream"]) assertEquals(builtinModule(name), undefined);
    }));
}

for (const [what, process] of Object.entries({ ...HOSTS, ...HOLLOW })) {
  test(`invoke() signs where there is ${what}`, () =>
    withProcess(process, async () => {
      // More often than Deno signs without `node:crypto`.
      for (let n = 0; n < 250; n++) {
        const { Payload } = await invoke(CONFIG, { FunctionName: "one" });
        assertEquals(Payload?.text(), "1");
      }
    }));
}
