/**
 * A Lambda that runs in your process, to test code that calls Lambda without a network and without AWS.
 *
 * @example Test how your code handles throttling
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const lambda = localLambda({ price: ({ item }) => ({ item, cents: 1_200 }) });
 * lambda.inject("price", { fault: "throttle" });
 * const { cents } = await invokeJson<{ cents: number }>(lambda.config, { FunctionName: "price", Payload: { item: 7 } });
 * assert.equal(cents, 1_200);
 * assert.deepEqual(lambda.invocations.map(({ status }) => status), [429, 200]);
 * ```
 *
 * @module
 */
export {
  type AwsLambda,
  awslambda,
  type HttpResponsePrelude,
  type HttpResponseStreamFactory,
  installAwsLambda,
  type ResponseStreamLike,
  type StreamifyOptions,
  type StreamingFunction,
} from "./awslambda.ts";
export type { LocalCallback } from "./completion.ts";
export type { DestinationRecord, LocalDelivery } from "./destination_record.ts";
export type {
  ChecksumFault,
  CutFault,
  ErrorFault,
  Fault,
  FaultBeforeAnswer,
  FlipFault,
  HtmlFault,
  IncompleteFault,
  ResetFault,
  SlowFault,
  StallFault,
  ThrottleFault,
} from "./faults.ts";
export type { DurableCallback, DurableCallbackOptions, FunctionContext, StreamingContext } from "./function_context.ts";
export type {
  FunctionDefinition,
  FunctionNames,
  LocalFunction,
  LocalFunctions,
  LocalHandler,
} from "./function_registry.ts";
export type { LocalInvocation } from "./invocation.ts";
export {
  type LocalConfig,
  type LocalCredentials,
  type LocalFetch,
  type LocalLambda,
  localLambda,
} from "./local_lambda.ts";
export type { LocalLambdaOptions, LocalLimits } from "./options.ts";
export type { ResponseStream } from "./response_stream.ts";
