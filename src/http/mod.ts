/**
 * Puts a Lambda function behind a `Request` → `Response` handler, for Workers, Deno, Bun, Node.js and every framework
 * with standard requests; and makes signed calls to function URLs.
 *
 * @example A function as a web server
 * ```ts
 * import { fromEnv } from "@lambda4fetch/lambda4fetch";
 * import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
 *
 * function serve(): void {
 *   Deno.serve(lambdaHandler(fromEnv(), { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" }));
 * }
 * ```
 *
 * @module
 */
export type { TrustOptions } from "./event_headers.ts";
export { fetchFunctionUrl } from "./function_url.ts";
export { functionUrlHandler, type FunctionUrlHandlerOptions } from "./function_url_handler.ts";
export { lambdaHandler, type LambdaHandlerInput, type LambdaHandlerOptions } from "./lambda_handler.ts";
export type { HttpEventV1, HttpEventV1Context } from "./payload_format_1.ts";
export type { HttpEventV2, HttpEventV2Context } from "./payload_format_2.ts";
export { payloadToResponse } from "./payload_to_response.ts";
export type { EventOptions } from "./request_parts.ts";
export { type HttpEvents, requestToEvent } from "./request_to_event.ts";
export type { ResponseOptions } from "./response_head.ts";
export { type StreamResponseOptions, streamToResponse } from "./stream_to_response.ts";
export type { FailureOptions } from "./tell_failure.ts";
