// An upload costs memory by its bytes, not by its chunks: on Deno a chunk of one byte holds 64 KiB.
import { assertEquals, assertLess } from "../support/assert.ts";

/** Chunks of one byte each; kept, they held 4 GB. */
const CHUNKS = 65_536;

/** Bytes that the process may grow by: what garbage is about when the most is held. */
const MOST = 500_000_000;

/** Sends a body in chunks of one byte, all of them at once; gives the answer's body. */
async function uploadByBytes(port: number, chunks: number): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const head = "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
  const request = new TextEncoder().encode(`${head}${"1\r\nx\r\n".repeat(chunks)}0\r\n\r\n`);
  const sent = write(connection, request);
  const answer = await new Response(connection.readable).text();
  await sent;
  return answer.split("\r\n\r\n")[1] ?? "";
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

Deno.test("an upload in chunks of one byte costs lambdaHandler() no more than its bytes", async () => {
  const program = new URL("support/upload_server.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", "-A", program];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "null" }).spawn();
  const output = child.stdout.getReader();
  try {
    const port = Number(new TextDecoder().decode((await output.read()).value));
    const peak = async () => Number(await (await fetch(`http://127.0.0.1:${port}/peak`)).text());
    assertEquals(await uploadByBytes(port, 1_024), "1024");
    const before = await peak();
    assertEquals(await uploadByBytes(port, CHUNKS), String(CHUNKS));
    assertLess(await peak() - before, MOST);
  } finally {
    child.kill();
    await child.status;
    await output.cancel();
  }
});
