import { decodeText } from "../base/encoding.ts";
import type { InvokeStreamOutput } from "../operations/invoke_stream.ts";
import { payloadStream } from "../operations/payload_stream.ts";
import { malformed, type ProxyResult, responseHead, type ResponseOptions } from "./response_head.ts";
import { type Opening, splitPrelude } from "./split_prelude.ts";

/** How a function's streamed answer becomes a `Response`. */
export interface StreamResponseOptions extends ResponseOptions {
  /**
   * Whether the stream opens with a prelude, as `awslambda.HttpResponseStream.from` writes it: status and headers in
   * JSON, and eight NULs. Where nothing is said, the stream's type or its first bytes tell.
   *
   * Say so for a function that streams what others wrote: `true` where it always has a prelude, `false` where it never
   * has one. Else a text that looks like a prelude would be taken for one, and a body of JSON would be held back until
   * its first object ends, up to 1 MiB.
   */
  readonly prelude?: boolean | undefined;
  /** Is told of a failure that comes when the response is under way; the client sees it broken off. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

const NOTHING = new Uint8Array();

/** What a function's stream is called that opens with a prelude. */
const INTEGRATION = /^application\/vnd\.awslambda\.http-integration-response\b/i;

/** What says how the stream is framed, rather than what is in it. */
const NO_TYPE = /^(application\/vnd\.amazon\.eventstream\b|application\/vnd\.awslambda\b|$)/i;

/**
 * Makes a `Response` of what a function streams.
 *
 * It waits for the prelude, or for the first bytes where there is none, so that a function that fails before is an error
 * here; then the body is handed on as it comes. To cancel the body ends the call.
 *
 * @param output What `invokeStream` gave.
 * @param options Whether there is a prelude, the method that is answered, and who is told of a late failure.
 * @returns The response. Without a prelude it has status 200 and the stream's type, or `application/octet-stream`.
 * @throws {FunctionError} If the function failed before it wrote anything.
 * @throws {EventStreamError} If the stream is broken before its first byte.
 * @throws {TransportError} If the connection is lost there, or, with code `INVALID_RESPONSE`, if the prelude cannot be
 * read or sent.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html}
 * @example Stream a function's answer to a client
 * ```ts
 * import { invokeStream, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 * import { requestToEvent, streamToResponse } from "@lambda4fetch/lambda4fetch/http";
 *
 * async function serve(config: LambdaConfig, request: Request): Promise<Response> {
 *   const Payload = await requestToEvent(request);
 *   return await streamToResponse(await invokeStream(config, { FunctionName: "site", Payload }));
 * }
 * ```
 */
export async function streamToResponse(
  output: InvokeStreamOutput,
  options: StreamResponseOptions = {},
): Promise<Response> {
  const type = output.ResponseStreamContentType ?? "";
  const { prelude = INTEGRATION.test(type) || undefined, onError } = options;
  const reader = payloadStream(output).getReader();
  try {
    const { prelude: json, rest } = await open(reader, prelude);
    const head = responseHead(json ? parse(json) : {}, NO_TYPE.test(type) ? "application/octet-stream" : type, options);
    if (head.hasBody) return new Response(bodyStream(rest, reader, onError), head);
    reader.cancel().catch(() => {});
    return new Response(null, head);
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}

/** Reads the prelude, if there is to be one. */
async function open(reader: Reader, prelude: boolean | undefined): Promise<Opening> {
  if (prelude === false) return { rest: (await reader.read()).value ?? NOTHING };
  const opening = await splitPrelude(reader);
  // A function that only ends its stream writes no prelude either, whatever it has announced.
  if (prelude && !opening.prelude && opening.rest.length > 0) throw malformed("its stream must open with a prelude");
  return opening;
}

function parse(json: Uint8Array): ProxyResult {
  try {
    return JSON.parse(decodeText(json));
  } catch {
    throw malformed("its prelude must be JSON");
  }
}

/** The body, read no faster than the client takes it. */
function bodyStream(
  rest: Uint8Array,
  reader: Reader,
  onError: StreamResponseOptions["onError"],
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (rest.length > 0) controller.enqueue(rest);
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        await onError?.(error);
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
