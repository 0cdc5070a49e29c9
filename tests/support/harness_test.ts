import { Skip, test } from "./harness.ts";
import { assert, assertEquals, assertFalse, assertRejects } from "./assert.ts";
import { bytes } from "./streams.ts";
import { until } from "./stubs.ts";

test("script() answers in order and tells what came in", async (t) => {
  const script = await t.script([
    { status: 202, headers: { "x-amzn-requestid": "r1" }, body: "one" },
    { status: 204 },
    { chunks: [{ bytes: bytes("ab") }, { bytes: "cd", delayMs: 5 }] },
  ]);
  const first = await fetch(`${script.endpoint}/a%2Fb?x=1&y`, {
    method: "POST",
    headers: { authorization: "AWS4 x", "x-amz-date": "now" },
    body: bytes("é"),
  });
  assertEquals([first.status, first.headers.get("x-amzn-requestid"), await first.text()], [202, "r1", "one"]);
  assertEquals((await fetch(script.endpoint)).status, 204);
  assertEquals(await (await fetch(script.endpoint)).text(), "abcd");
  const requests = await script.requests();
  assertEquals(requests.map((r) => `${r.method} ${r.target}`), ["POST /a%2Fb?x=1&y", "GET /", "GET /"]);
  assertEquals(requests[0]?.headers.get("authorization"), "AWS4 x");
  assertEquals(requests[0]?.text(), "é");
  assertFalse(await script.closed(0, 0));
});

for (
  const fault of ["reset before headers", "close before headers", "reset in body", "close in body"] as const
) {
  test(`script() makes fetch fail by ${fault}`, async (t) => {
    // Twice: Deno 2.9.6's own fetch sends a request again whose connection closed before any header came.
    const script = await t.script([{ fault, body: "half of", times: 2 }]);
    await assertRejects(async () => {
      const response = await fetch(script.endpoint, { method: "POST", body: "{}" });
      await response.text();
    });
    assertEquals((await script.requests())[0]?.text(), "{}");
  });
}

test("script() cuts a body that is shorter than announced", async (t) => {
  const script = await t.script([{ body: '{"a":', contentLength: 100 }]);
  await assertRejects(async () => await (await fetch(script.endpoint)).text());
});

for (const fault of ["stall before headers", "stall in body", "endless body"] as const) {
  test(`closed() sees an abort during ${fault}`, async (t) => {
    const script = await t.script([{ fault, chunks: [{ bytes: "x", delayMs: 1 }] }]);
    const controller = new AbortController();
    const call = assertRejects(async () => {
      const response = await fetch(script.endpoint, { signal: controller.signal });
      await response.text();
    });
    await until(async () =>
      fault === "stall before headers" ? (await script.requests()).length > 0 : await script.sent() > 0
    );
    controller.abort();
    await call;
    assert(await script.closed());
  });
}

test("go() lets a chunk go and not before", async (t) => {
  const script = await t.script([{ chunks: [{ bytes: "a" }, { bytes: "b", untilGo: true }] }]);
  const reader = (await fetch(script.endpoint)).body!.getReader();
  assertEquals((await reader.read()).value, bytes("a"));
  await script.go();
  assertEquals((await reader.read()).value, bytes("b"));
  assertEquals((await reader.read()).done, true);
});

test("sent() stands still while the client does not read", async (t) => {
  if (t.runtime === "chromium") throw new Skip("Chromium reads ahead without a bound");
  const script = await t.script([{ fault: "endless body", chunks: [{ bytes: new Uint8Array(65_536) }] }]);
  const reader = (await fetch(script.endpoint)).body!.getReader();
  await reader.read();
  await script.stalled();
  await reader.cancel();
  assert(await script.closed());
});

test("a redirect is answered as it stands", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot read a redirect");
  const script = await t.script([{ status: 307, headers: { location: "/elsewhere" } }]);
  const response = await fetch(script.endpoint, { redirect: "manual" });
  assertEquals([response.status, response.headers.get("location")], [307, "/elsewhere"]);
  await response.body?.cancel();
});
