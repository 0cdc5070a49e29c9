import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { consume, type Message } from "../../examples/consume_queue.ts";
import { POST } from "../../examples/nextjs_route.ts";
import { startReport } from "../../examples/run_daily.ts";
import { traceAttempts } from "../../examples/trace_attempts.ts";
import { invoke } from "../../mod.ts";
import { localLambda } from "../../src/local/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { captureConsole } from "../support/console.ts";

Deno.test("log_attempts.ts logs a throttled attempt and the one after it", async () => {
  const script = new URL("../../examples/log_attempts.ts", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", script] }).output();
  assertEquals(new TextDecoder().decode(stdout).trim().split("\n"), [
    "Invoke greet attempt 1: TooManyRequestsException, trying again",
    "Invoke greet attempt 2: 200",
  ]);
});

Deno.test("trace_attempts.ts gives OpenTelemetry a span for each attempt", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const lambda = localLambda({ greet: () => "Hello" });
  lambda.inject("greet", { fault: "throttle" });
  const onAttempt = traceAttempts(provider.getTracer("test"), lambda.config.region);
  await invoke(lambda.config, { FunctionName: "greet" }, { onAttempt });
  await provider.forceFlush();
  const spans = exporter.getFinishedSpans();
  assertEquals(spans.map(({ name }) => name), ["Lambda/Invoke", "Lambda/Invoke"]);
  assertEquals(spans.map(({ attributes }) => attributes["http.response.status_code"]), [429, 200]);
  assertEquals(spans.map(({ attributes }) => attributes["error.type"]), ["TooManyRequestsException", undefined]);
  assertEquals(spans.map(({ attributes }) => attributes["http.request.resend_count"]), [0, 1]);
  await provider.shutdown();
});

Deno.test("consume_queue.ts hands each message on once, a limited number at a time", async () => {
  const lambda = localLambda({ orders: () => {} });
  let [running, most] = [0, 0];
  const fetch: typeof lambda.config.fetch = async (url, init) => {
    most = Math.max(most, ++running);
    const response = await lambda.config.fetch!(url, init);
    running--;
    return response;
  };
  const fates: string[] = [];
  const messages = Array.from({ length: 40 }, (_, n): Message => ({
    body: { n },
    ack: () => fates.push(`ack ${n}`),
    retry: () => fates.push(`retry ${n}`),
  }));
  await consume({ ...lambda.config, fetch }, messages);
  await lambda.drain();
  assertEquals(fates.toSorted(), messages.map((_, n) => `ack ${n}`).toSorted());
  assertEquals(lambda.invocations.length, 40);
  assert(most <= 6, `${most} at a time`);
});

Deno.test("consume_queue.ts asks for a message again only where Lambda surely did not take it", async () => {
  const lambda = localLambda({ orders: () => {} });
  const fateOf = async (inject: () => void) => {
    let fate = "";
    inject();
    await consume({ ...lambda.config, maxAttempts: 1 }, [
      { body: 1, ack: () => fate = "ack", retry: () => fate = "retry" },
    ]);
    await lambda.drain();
    return fate;
  };
  assertEquals(await fateOf(() => lambda.inject("orders", { fault: "throttle" })), "retry");
  assertEquals(await fateOf(() => lambda.inject("orders", { fault: "reset" })), "ack");
});

Deno.test("run_daily.ts starts one execution a day", async () => {
  const days: unknown[] = [];
  const handler = ({ day }: { day: string }) => void days.push(day);
  const lambda = localLambda({ "report:live": { handler, durable: true } });
  const morning = await startReport(lambda.config, new Date("2026-11-27T06:00:00Z"));
  const evening = await startReport(lambda.config, new Date("2026-11-27T18:00:00Z"));
  await startReport(lambda.config, new Date("2026-11-28T06:00:00Z"));
  await lambda.drain();
  assertEquals(morning.DurableExecutionArn, evening.DurableExecutionArn);
  assertEquals(days, ["2026-11-27", "2026-11-28"]);
});

Deno.test("nextjs_route.ts answers, and a failure of Lambda is a 502", async () => {
  const lambda = localLambda({ greet: ({ name }: { name: string }) => ({ greeting: `Hello, ${name}!` }) });
  const { region, credentials } = lambda.config;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => lambda.fetch(request));
  const variables = {
    MY_AWS_REGION: region,
    MY_AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    MY_AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    MY_AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${server.addr.port}`,
  };
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  const call = () => POST(new Request("https://a.example", { method: "POST", body: '{"name":"Ada"}' }));
  try {
    assertEquals(await (await call()).json(), { greeting: "Hello, Ada!" });
    lambda.inject("greet", { fault: "error", name: "ServiceException" });
    const { result } = await captureConsole(call);
    assertEquals(result.status, 502);
    await result.body?.cancel();
  } finally {
    for (const name of Object.keys(variables)) Deno.env.delete(name);
    await server.shutdown();
  }
});
