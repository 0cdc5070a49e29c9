/**
 * Measures the parsers of `./http` on foreign text of 1, 2, 4 and 8 lengths, up to 1 MB: a program of its own, since only a
 * process knows its CPU time, which does not grow when the machine is busy. Prints a line of JSON for each parser.
 *
 * @module
 */
import type { InvokeStreamEvent, InvokeStreamOutput } from "@lambda4fetch/lambda4fetch";
import { fetchFunctionUrl, payloadToResponse, requestToEvent, streamToResponse } from "@lambda4fetch/lambda4fetch/http";
import process from "node:process";
import { inChunks } from "../../support/streams.ts";

/** How many bytes or characters; the last is 1 MB. */
const SIZES = [131_072, 262_144, 524_288, 1_048_576];

/** How many times as long the longest text may take as the shortest, which is an eighth of it: of a quadratic one it is 64. */
const MOST_GROWTH = 24;

/** Milliseconds that no growth is seen in. */
const SOON = 60;

/** What seems to grow too fast is measured again, and the fastest counts: garbage is collected at any time. */
const ROUNDS = 4;

/** A text of a length, made of pieces that differ. */
function text(length: number, piece: (n: number) => string): string {
  const pieces: string[] = [];
  for (let n = 0, written = 0; written < length; n++) {
    const next = piece(n);
    pieces.push(next);
    written += next.length;
  }
  return pieces.join("").slice(0, length);
}

/** An object whose JSON has about a length. */
function members(length: number, member: (n: number) => readonly [string, unknown]): Record<string, unknown> {
  const pairs: (readonly [string, unknown])[] = [];
  for (let n = 0, written = 0; written < length; n++) {
    const [name, value] = member(n);
    pairs.push([name, value]);
    written += name.length + String(value).length + 6;
  }
  return Object.fromEntries(pairs);
}

/** The n-th of the 2 ** 24 ways to write one name. */
function spelling(n: number): string {
  return [..."x-abcdefghijklmnopqrstuvwx"].map((char, at) => n >> Math.max(0, at - 2) & 1 ? char.toUpperCase() : char)
    .join("");
}

function asRequest(headers: Readonly<Record<string, string>>, init: RequestInit = {}): Request {
  return new Request("https://example.com/", { headers, ...init });
}

function upload(body: ReadableStream<Uint8Array<ArrayBuffer>> | string, type: string): Request {
  return new Request("https://example.com/", { method: "POST", headers: { "content-type": type }, body });
}

/** What is measured; what it comes to is of no interest, only that it ends. */
type Parse = (length: number) => unknown;

const event = (request: Request) =>
  Promise.all([requestToEvent(request.clone()), requestToEvent(request, { payloadFormatVersion: "1.0" })]);

const respond = (answer: unknown): unknown => payloadToResponse(JSON.stringify(answer));

async function stream(bytes: Uint8Array, chunkLength: number, type: string = ""): Promise<void> {
  const chunks = inChunks(bytes, chunkLength);
  const EventStream = chunks.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, InvokeStreamEvent>({
      transform: (Payload, controller) => controller.enqueue({ PayloadChunk: { Payload } }),
      flush: (controller) => controller.enqueue({ InvokeComplete: {} }),
    }),
  );
  const $metadata = { attempts: 1, totalRetryDelay: 0 };
  const output: InvokeStreamOutput = { StatusCode: 200, ResponseStreamContentType: type, EventStream, $metadata };
  const response = await streamToResponse(output);
  await response.arrayBuffer();
}

const encode = (text: string) => new TextEncoder().encode(text);
const NULS = "\0".repeat(8);

const CONFIG = {
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
};

function answered(headers: Readonly<Record<string, string>>): Promise<Response> {
  const fetch = () => Promise.resolve(new Response("x", { headers }));
  return fetchFunctionUrl({ ...CONFIG, fetch }, "https://abc.lambda-url.us-east-1.on.aws/");
}

const PARSERS: Readonly<Record<string, Parse>> = {
  "a path": (length) => event(new Request(`https://example.com/${text(length, (n) => `${n}%2f/`)}`)),
  "a query of many names": (length) => event(new Request(`https://example.com/?${text(length, (n) => `a${n}=%20&`)}`)),
  "a query of one name": (length) => event(new Request(`https://example.com/?${text(length, (n) => `a=${n}&`)}`)),
  "a query of & and =": (length) => event(new Request(`https://example.com/?${text(length, () => "&=")}`)),
  "cookies": (length) => event(asRequest({ cookie: text(length, (n) => `a${n}=b; `) })),
  "cookies of ; and blanks": (length) => event(asRequest({ cookie: text(length, () => ";   ") + "x" })),
  "cookies of blanks": (length) => event(asRequest({ cookie: "a=" + " ".repeat(length) + "b" })),
  "a content type": (length) => event(asRequest({ "content-type": text(length, () => "application/+json") })),
  "a content type of blanks": (length) => event(asRequest({ "content-type": "a" + " ".repeat(length) + "b" })),
  "Connection": (length) => event(asRequest({ connection: text(length, (n) => `x-${n}, `) })),
  "Connection of blanks": (length) => event(asRequest({ connection: "a" + " ,".repeat(length / 2) })),
  "a header of a client's": (length) => event(asRequest({ "x-custom": text(length, () => "_-") })),
  "text": (length) => event(upload(text(length, () => "é"), "text/plain")),
  "bytes": (length) => event(upload(text(length, () => "é"), "image/png")),
  "a body in chunks of 8 bytes": (length) =>
    requestToEvent(upload(inChunks(new Uint8Array(length), 8) as ReadableStream<Uint8Array<ArrayBuffer>>, "a/b")),
  "an answer": (length) => respond({ statusCode: 200, body: text(length, () => "é\n") }),
  "an answer in base64": (length) =>
    respond({ statusCode: 200, body: text(length, () => "abcd"), isBase64Encoded: true }),
  "an answer that is no base64": (length) =>
    refused({ statusCode: 200, body: text(length, () => "===="), isBase64Encoded: true }),
  "a nested answer": (length) => ignoreRefusal(() => payloadToResponse(`{"statusCode":200,"body":${nested(length)}}`)),
  "headers of many names": (length) => refused({ statusCode: 200, headers: members(length, (n) => [`x-${n}`, n]) }),
  "a header under many spellings": (length) =>
    respond({ statusCode: 200, headers: members(length, (n) => [spelling(n), n]) }),
  "a header of many values": (length) => {
    const values = text(length, (n) => `${n},`);
    return respond({
      statusCode: 200,
      headers: { a: values },
      multiValueHeaders: { a: values.split(","), A: [values] },
    });
  },
  "Connection of an answer": (length) =>
    respond({ statusCode: 200, headers: { connection: text(length, (n) => `x-${n},`), "x-1": "" } }),
  "cookies of an answer": (length) =>
    refused({ statusCode: 200, cookies: text(length, (n) => `a${n}=b\t`).split("\t") }),
  "a header that cannot be sent": (length) => refused({ statusCode: 200, headers: { [text(length, () => "\n")]: "" } }),
  "a value that cannot be sent": (length) =>
    refused({ statusCode: 200, headers: { a: text(length, () => "a") + "\n" } }),
  "a status": (length) => refused({ statusCode: text(length, () => "2") }),
  "a prelude": (length) => stream(encode(JSON.stringify({ x: text(length - 100, () => '"\\{') }) + NULS), 65_536),
  "a prelude in chunks of 8 bytes": (length) =>
    stream(encode(JSON.stringify({ x: text(length / 2, () => "{") }) + NULS), 8),
  "a prelude that never ends": (length) => stream(encode('{"a":' + text(length, () => "{")), 65_536),
  "blanks before a prelude": (length) => stream(encode(text(length, () => "\n ")), 64),
  "blanks behind a prelude": (length) => stream(encode(`{"headers":{}}${text(length, () => "\r\n")}`), 64),
  "lines of JSON": (length) => stream(encode(text(length, (n) => `{"a":${n}}\n`)), 4_096),
  "a type of a stream": (length) => stream(encode("x"), 1, text(length, () => " ;") + "/"),
  "the headers of a function URL": (length) =>
    answered({ connection: text(length, (n) => `x-${n},`), "content-encoding": text(length, () => " gzip") }),
};

function nested(length: number): string {
  return "[".repeat(length / 2) + "]".repeat(length / 2);
}

/** An answer that may be refused. */
function refused(answer: unknown): void {
  ignoreRefusal(() => respond(answer));
}

function ignoreRefusal(parse: () => unknown): void {
  try {
    parse();
  } catch {
    // It took as much time as it takes.
  }
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function measure(parse: Parse, length: number): Promise<number> {
  const start = cpuTime();
  await parse(length);
  return cpuTime() - start;
}

function growsTooFast(times: readonly number[]): boolean {
  const [shortest, longest] = [times[0]!, times.at(-1)!];
  return longest > SOON && longest > MOST_GROWTH * shortest;
}

for (const [name, parse] of Object.entries(PARSERS)) {
  const times = SIZES.map(() => Infinity);
  for (let round = 0; round < ROUNDS && (round === 0 || growsTooFast(times)); round++) {
    for (const [n, size] of SIZES.entries()) times[n] = Math.min(times[n]!, await measure(parse, size));
  }
  const shown = times.map((time) => Math.round(time));
  console.log(JSON.stringify({ name, milliseconds: shown, isLinear: !growsTooFast(times) }));
}
