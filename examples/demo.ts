/**
 * lambda4fetch at work, over real HTTP: `deno task demo`.
 *
 * It starts a local Lambda on a free port of this machine, calls its functions through the public API, and shows what is
 * sent and what comes back. With AWS's variables in the environment, `deno task demo --function NAME` calls a function of
 * yours instead. It exits with 1 where anything is not as it should be.
 *
 * @module
 */
import {
  decodeLogResult,
  fromEnv,
  FunctionError,
  invoke,
  invokeJson,
  invokeStream,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  readPayload,
} from "../mod.ts";
import { localLambda } from "../src/local/mod.ts";
import { serve } from "../src/serve/mod.ts";

const isTerminal = Deno.stdout.isTerminal() && !Deno.noColor;
const paint = (code: number, text: string) => isTerminal ? `\x1b[${code}m${text}\x1b[0m` : text;

let failures = 0;

/** Shows one call, under a heading that says what to look for. */
async function show(heading: string, run: () => Promise<void>): Promise<void> {
  console.log(`\n${paint(1, heading)}`);
  try {
    await run();
  } catch (error) {
    failures++;
    console.log(paint(31, `  failed: ${error}`));
  }
}

/** Fails the step unless what came back is what should. */
function expect(what: string, actual: unknown, expected: unknown): void {
  const isEqual = JSON.stringify(actual) === JSON.stringify(expected);
  console.log(`  ${isEqual ? paint(32, "ok") : paint(31, "WRONG")} ${what}: ${JSON.stringify(actual)}`);
  if (!isEqual) throw new Error(`${what} should be ${JSON.stringify(expected)}`);
}

/** What a call fails with. */
// deno-lint-ignore no-explicit-any
async function caught(call: Promise<unknown>): Promise<any> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("It should have failed");
}

/** The headers that say what is asked; of the others, some hold keys and tokens, which no log must show. */
const SHOWN = ["x-amz-invocation-type", "x-amz-log-type", "x-amz-client-context", "x-amz-tenant-id"];

/** A fetch that shows the wire: lines out begin with ">", lines in with "<". */
async function fetchShown(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  const { pathname, search } = new URL(url);
  const body = init.body ? await new Response(init.body).text() : "";
  console.log(paint(36, `  > ${init.method} ${pathname}${search}  ${body}`));
  for (const name of SHOWN) {
    if (headers.has(name)) console.log(paint(90, `  >   ${name}: ${headers.get(name)}`));
  }
  const response = await fetch(url, init);
  console.log(paint(35, `  < ${response.status}  request id ${response.headers.get("x-amzn-requestid")}`));
  return response;
}

async function demoLocal(): Promise<void> {
  const words = "Once upon a time a Worker called a Lambda and heard it tell a story word by word".split(" ");
  const lambda = localLambda({
    greet: ({ name }, { log }) => {
      log(`Greeting ${name}`);
      return { greeting: `Hello, ${name}!` };
    },
    fail: () => {
      throw new RangeError("The answer is out of range");
    },
    async *story(_event, { log }) {
      for (const word of words) {
        yield `${word} `;
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      log(`Told ${words.length} words`);
    },
  });
  const server = await serve(lambda);
  const { region, credentials } = lambda.config;
  const config: LambdaConfig = {
    region,
    credentials,
    endpoint: server.url,
    fetch: fetchShown,
  };
  console.log(`A local Lambda listens on ${config.endpoint} and checks every signature.`);

  await show("invokeJson: ask a function, get its answer", async () => {
    const answer = await invokeJson(config, { FunctionName: "greet", Payload: { name: "Ada" } });
    expect("answer", answer, { greeting: "Hello, Ada!" });
  });

  await show("invoke: all that Lambda says, with the end of the log", async () => {
    const output = await invoke(config, { FunctionName: "greet", Payload: { name: "Grace" }, LogType: "Tail" });
    expect("StatusCode", output.StatusCode, 200);
    expect("Payload.text()", output.Payload?.text(), '{"greeting":"Hello, Grace!"}');
    const log = decodeLogResult(output.LogResult ?? "");
    for (const line of log.trim().split("\n")) console.log(paint(90, `  |  ${line}`));
    expect("the function's own line is in it", log.includes("Greeting Grace"), true);
  });

  await show("Event: queued now, run later", async () => {
    const before = lambda.invocations.length;
    const input = { FunctionName: "greet", Payload: { name: "Later" }, InvocationType: "Event" } as const;
    expect("StatusCode", (await invoke(config, input)).StatusCode, 202);
    await lambda.drain();
    expect("and it has run", lambda.invocations.slice(before).map(({ event }) => event), [{ name: "Later" }]);
  });

  await show("DryRun: may I? Nothing runs", async () => {
    expect("StatusCode", (await invoke(config, { FunctionName: "greet", InvocationType: "DryRun" })).StatusCode, 204);
  });

  await show("A function that fails is a FunctionError", async () => {
    const error = await caught(invokeJson(config, { FunctionName: "fail" }));
    expect("it is one", error instanceof FunctionError, true);
    expect("errorType", error.errorType, "RangeError");
    expect("errorMessage", error.errorMessage, "The answer is out of range");
    expect("functionMayHaveRun", error.functionMayHaveRun, true);
  });

  await show("A throttled call never ran, so it is sent again", async () => {
    lambda.inject("greet", { fault: "throttle" });
    const output = await invoke(config, { FunctionName: "greet", Payload: { name: "Patience" } });
    expect("attempts", output.$metadata.attempts, 2);
    expect("answer", output.Payload?.json(), { greeting: "Hello, Patience!" });
  });

  await show("A call that may have run is not", async () => {
    lambda.inject("greet", { fault: "error", name: "ServiceException", afterRun: true });
    const error = await caught(invoke(config, { FunctionName: "greet", Payload: { name: "Once" } }));
    expect("error", error instanceof LambdaServiceException && error.name, "ServiceException");
    expect("attempts", error.$metadata.attempts, 1);
    expect("functionMayHaveRun", error.functionMayHaveRun, true);
  });

  await show("invokeStream: the answer as the function writes it", async () => {
    const output = await invokeStream(config, { FunctionName: "story", LogType: "Tail" });
    const encoder = new TextEncoder();
    let text = "", chunks = 0, log = "";
    await Deno.stdout.write(encoder.encode("  "));
    for await (const { PayloadChunk, InvokeComplete } of output.EventStream) {
      if (PayloadChunk) {
        chunks++;
        text += new TextDecoder().decode(PayloadChunk.Payload);
        await Deno.stdout.write(PayloadChunk.Payload);
      } else log = decodeLogResult(InvokeComplete.LogResult ?? "");
    }
    console.log();
    for (const line of log.trim().split("\n")) console.log(paint(90, `  |  ${line}`));
    expect("chunks", chunks, words.length);
    expect("all of it came", text.trim(), words.join(" "));
  });

  await show("A stream that is cut off fails, rather than end as if all were well", async () => {
    lambda.inject("story", { fault: "cut", afterBytes: 500 });
    const output = await invokeStream(config, { FunctionName: "story" });
    const error = await caught(readPayload(output));
    console.log(`  ${error}`);
    expect("code", error.code, "TRUNCATED");
  });

  await server.close();
}

async function demoReal(FunctionName: string): Promise<void> {
  const config: LambdaConfig = { ...fromEnv(), fetch: fetchShown };
  await show(`DryRun of ${FunctionName}`, async () => {
    expect("StatusCode", (await invoke(config, { FunctionName, InvocationType: "DryRun" })).StatusCode, 204);
  });
  await show(`invoke ${FunctionName}`, async () => {
    const output = await invoke(config, { FunctionName, Payload: {}, LogType: "Tail" });
    console.log(`  ${output.FunctionError ?? "answer"}: ${output.Payload?.text()}`);
    console.log(decodeLogResult(output.LogResult ?? "").replace(/^/gm, "  |  "));
    expect("StatusCode", output.StatusCode, 200);
  });
  await show(`invokeStream ${FunctionName}`, async () => {
    for await (const chunk of payloadStream(await invokeStream(config, { FunctionName, Payload: {} }))) {
      await Deno.stdout.write(chunk);
    }
    console.log();
  });
}

const named = Deno.args.indexOf("--function");
const name = named < 0 ? undefined : Deno.args[named + 1];
if (named >= 0 && !name) {
  console.error("--function needs the name of a function");
  Deno.exit(2);
}
await (name ? demoReal(name) : demoLocal());
console.log(failures ? paint(31, `\n${failures} steps failed`) : paint(32, "\nAll as it should be"));
Deno.exit(failures ? 1 : 0);
