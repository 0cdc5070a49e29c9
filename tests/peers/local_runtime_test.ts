/**
 * The local Lambda beside AWS's own runtimes for Node.js (aws-lambda-ric: 3.3.0 is that of Node.js 22, 4.0.2 that of
 * Node.js 24): the same handlers, as they are deployed, and what came of them.
 *
 * @module
 */
import { installAwsLambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
import { invoke, invokeStream } from "@lambda4fetch/lambda4fetch";
import { assertEquals } from "../support/assert.ts";
import { install } from "./lambda/install.ts";

const folder = `${import.meta.dirname}/runtime`;

/** What a handler answered, or failed with. */
interface Outcome {
  /** Of a stream: what it was said to hold. */
  readonly contentType?: string;
  /** In latin-1, to be read in a diff. */
  readonly body?: string;
  readonly error?: readonly [type: string, message: string];
}

/** What AWS's runtime sent, as `drive.mjs` prints it. */
interface Sent {
  readonly name: string;
  readonly what: "response" | "error";
  readonly mode?: "streaming";
  readonly contentType?: string;
  readonly body: string;
  readonly error?: ErrorDocument;
}

interface ErrorDocument {
  readonly errorType: string;
  readonly errorMessage: string;
}

type Handlers = Readonly<Record<string, CallableFunction>>;

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const isStreaming = (handler: CallableFunction) => STREAMING in handler;

installAwsLambda();
const handlers: Handlers = await import("./runtime/handlers.mjs");
const names = Object.keys(handlers);
const streaming = names.filter((name) => isStreaming(handlers[name]!));
const others = names.filter((name) => !isStreaming(handlers[name]!));
/** Without a third parameter, and without the context's oldest members. */
const modern = others.filter((name) => /^(returns|throws)/.test(name));

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const errorOf = ({ errorType, errorMessage }: ErrorDocument) => [errorType, errorMessage] as const;

/** What the local Lambda makes of a handler. */
async function runHere(name: string): Promise<Outcome> {
  const { config } = localLambda({ f: handlers[name]! });
  const input = { FunctionName: "f", Payload: { name: "Ada" } };
  if (!isStreaming(handlers[name]!)) {
    const { FunctionError, Payload } = await invoke(config, input);
    return FunctionError ? { error: errorOf(Payload!.json()) } : { body: latin1(Payload!) };
  }
  const { EventStream, ResponseStreamContentType } = await invokeStream(config, input);
  let body = "";
  let details: string | undefined;
  for await (const event of EventStream) {
    if (event.PayloadChunk) body += latin1(event.PayloadChunk.Payload);
    else details = event.InvokeComplete.ErrorDetails;
  }
  return {
    contentType: ResponseStreamContentType!,
    body,
    ...(details !== undefined && { error: errorOf(JSON.parse(details)) }),
  };
}

const outcomes = new Map<number, Promise<Map<string, Outcome>>>();

/** What AWS's runtime makes of the handlers that it can run. */
function runThere(version: 22 | 24): Promise<Map<string, Outcome>> {
  const running = outcomes.get(version) ?? driveAll(version);
  outcomes.set(version, running);
  return running;
}

async function driveAll(version: 22 | 24): Promise<Map<string, Outcome>> {
  await install(folder, "--ignore-scripts");
  const rest = version === 22 ? drive(22, "calledBack", others) : drive(24, "returned", modern);
  return new Map((await Promise.all([drive(version, "streamed", streaming), rest])).flat());
}

async function drive(version: number, kind: string, names: readonly string[]): Promise<[string, Outcome][]> {
  const command = new Deno.Command("node", { args: ["drive.mjs", String(version), kind, ...names], cwd: folder });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  const sent = lines.map((line): Sent => JSON.parse(line));
  assertEquals(sent.map(({ name }) => name), [...names], "Each handler answers once");
  return sent.map((one) => [one.name, outcomeOf(one)]);
}

function outcomeOf({ what, mode, contentType, body, error }: Sent): Outcome {
  if (what === "error") return { error: errorOf(JSON.parse(atob(body))) };
  if (mode !== "streaming") return { body: atob(body) };
  return { contentType: contentType!, body: atob(body), ...(error && { error: errorOf(error) }) };
}

/** Where the two runtimes of AWS differ, the local Lambda goes with one of them. */
const DIFFERENT: Readonly<Record<string, 22 | 24>> = {
  isNotAsyncAndOpen: 24,
  failsWithNothingToSay: 24,
  returnsWhatIsNoJson: 22,
  throwsNothing: 24,
};

for (const version of [22, 24] as const) {
  Deno.test(`handlers do the same here and in AWS's runtime for Node.js ${version}`, async (t) => {
    const there = await runThere(version);
    for (const [name, outcome] of there) {
      if ((DIFFERENT[name] ?? version) !== version) continue;
      await t.step(name, async () => assertEquals(await runHere(name), outcome));
    }
  });
}

Deno.test("handlers do the same where there is no node:stream", async (t) => {
  const host = globalThis as unknown as { process: { getBuiltinModule?: unknown } };
  const there = await runThere(22);
  const { getBuiltinModule } = host.process;
  host.process.getBuiltinModule = undefined;
  try {
    // Hex is what only Node.js has.
    for (const name of streaming.filter((name) => name !== "encodings")) {
      if (DIFFERENT[name] === 24) continue;
      await t.step(name, async () => assertEquals(await runHere(name), there.get(name)));
    }
  } finally {
    host.process.getBuiltinModule = getBuiltinModule;
  }
});
