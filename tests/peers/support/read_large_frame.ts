/**
 * Reads one frame over loopback, in network chunks of a size of its own, and prints by how many bytes the process grew at
 * most. Run as a process of its own, with `--expose-gc`: `read_large_frame.ts <way> <payload> <chunk>`.
 *
 * @module
 */
import { invokeStream, payloadStream, readPayload } from "../../../mod.ts";
import { chunk, complete } from "../../support/frames.ts";
import { bytes, concat } from "../../support/streams.ts";

const [way, payload, size] = [Deno.args[0]!, Number(Deno.args[1]), Number(Deno.args[2])];

/** An answer whose body has an HTTP chunk for each piece: so the client's runtime hands it on. */
function* answerOf(wire: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  yield bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
  for (let at = 0; at < wire.length; at += size) {
    const piece = wire.slice(at, at + size);
    yield concat(bytes(`${piece.length.toString(16)}\r\n`), piece, bytes("\r\n"));
  }
  yield bytes("0\r\n\r\n");
}

async function serve(listener: Deno.Listener, answer: Iterable<Uint8Array>): Promise<void> {
  const connection = await listener.accept();
  await connection.read(new Uint8Array(65_536));
  for (const part of answer) {
    for (let at = 0; at < part.length;) at += await connection.write(part.subarray(at));
  }
  connection.close();
}

const { gc } = globalThis as unknown as { gc(): void };
const answer = answerOf(concat(chunk(new Uint8Array(payload)), complete()));
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const served = serve(listener, answer);
let start = 0, peak = 0, chunks = 0;

/** `fetch`, with a body that looks at the process now and then. */
async function watchedFetch(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const watching = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      chunks++;
      if (chunks % 200 === 0) {
        gc();
        peak = Math.max(peak, Deno.memoryUsage().rss);
      }
      controller.enqueue(piece);
    },
  });
  return new Response(response.body!.pipeThrough(watching), response);
}

const output = await invokeStream({
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  endpoint: `http://127.0.0.1:${listener.addr.transport === "tcp" ? listener.addr.port : 0}`,
  fetch: watchedFetch,
}, { FunctionName: "fn" });
gc();
start = Deno.memoryUsage().rss;

let length = 0;
if (way === "readPayload") {
  length = (await readPayload(output)).length;
} else {
  for await (const part of payloadStream(output)) length += part.length;
}
await served;
listener.close();
console.log(JSON.stringify({ length, chunks, growth: Math.max(0, peak - start) }));
