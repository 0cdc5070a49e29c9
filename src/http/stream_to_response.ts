import { decodeText } from "../base/encoding.ts";
import type { InvokeStreamOutput } from "../operations/invoke_stream.ts";
import { payloadStream } from "../operations/payload_stream.ts";
import { mediaType } from "./event_body.ts";
import { malformed } from "./malformed.ts";
import { type ProxyResult, responseHead, type ResponseOptions } from "./response_head.ts";
import { type Opening, splitPrelude } from "./split_prelude.ts";

/**
 * How a function's streamed answer is converted to a `Response`.
 *
 * @category Requests and responses
 */
export interface StreamResponseOptions extends ResponseOptions {
  /**
   * Whether the stream begins with a prelude, as `awslambda.HttpResponseStream.from` writes it: status and headers as
   * JSON, followed by eight NUL bytes. By default, the stream's content type decides:
   * `application/vnd.awslambda.http-integration-response` always has a prelude, and other specific types, such as
   * `text/plain` and `text/html`, never have one. Only if Lambda sends no specific type (none,
   * `application/octet-stream`, or the type of the event stream itself) do the first bytes decide.
   *
   * Set it if the function streams content that others wrote and does not set a content type: `true` if it always
   * writes a prelude, `false` if it never does. Otherwise a text that looks like a prelude is taken for one, and a JSON
   * body is held back until its first object has ended, up to 1 MiB.
   */
  readonly prelude?: boolean | undefined;
  /** Called if the stream fails after the response has begun; the client then sees a response that is cut off. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

const NOTHING = new Uint8Array();

/** What a function's stream is called that opens with a prelude. */
const INTEGRATION = "application/vnd.awslambda.http-integration-response";

/**
 * What says nothing of a stream's content: no type, the type of Lambda's runtimes for any bytes, that of the framing.
 */
const NO_TYPE: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "",
  "application/octet-stream",
  "application/vnd.amazon.eventstream",
]);

/**
 * Converts a function's streamed answer to a `Response`.
 *
 * It waits for the prelude, or for the first bytes if there is no prelude, and throws if the function fails before
 * that. Then the body is passed on as it arrives. Cancelling the body ends the call.
 *
 * @param output The output of `invokeStream`.
 * @param options Whether there is a prelude, the method of the request, and what happens on a late failure.
 * @returns The response. Without a prelude it has status 200 and the stream's type, or `application/octet-stream`.
 * @throws {FunctionError} If the function failed before it wrote anything.
 * @throws {EventStreamError} If the stream is broken before its first byte.
 * @throws {LambdaServiceException} If Lambda sends an exception in the stream before its first byte.
 * @throws {TransportError} If the connection is lost, or silent for `idleTimeout`, before the first byte; or, with code
 * `INVALID_RESPONSE`, if the prelude is invalid or has more than 1,000 header lines.
 * @throws {TypeError} If `output.EventStream` is locked by another reader.
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
 * @category Requests and responses
 */
export async function streamToResponse(
  output: InvokeStreamOutput,
  options: StreamResponseOptions = {},
): Promise<Response> {
  const type = output.ResponseStreamContentType ?? "";
  const { prelude = expectsPrelude(type), onError } = options;
  const reader = payloadStream(output).getReader();
  try {
    const { prelude: json, rest } = await open(reader, prelude);
    const head = responseHead(json ? parse(json) : {}, bodyType(type), options);
    if (head.hasBody) return new Response(bodyStream(rest, reader, onError), head);
    reader.cancel().catch(() => {});
    return new Response(null, head);
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}

/** Whether a stream of this type opens with a prelude; `undefined` where the type says nothing. */
function expectsPrelude(type: string): boolean | undefined {
  const name = mediaType(type);
  if (name === INTEGRATION) return true;
  return NO_TYPE.has(name) ? undefined : false;
}

/** The type of a body that has none in its prelude. */
function bodyType(type: string): string {
  const name = mediaType(type);
  return name === INTEGRATION || NO_TYPE.has(name) ? "application/octet-stream" : type;
}

/** Reads the prelude, if there is to be one. */
async function open(reader: Reader, prelude: boolean | undefined): Promise<Opening> {
  if (prelude === false) {
    const { value } = await reader.read();
    return { rest: value ?? NOTHING };
  }
  const opening = await splitPrelude(reader, prelude === true);
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
