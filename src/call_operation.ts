import { type CallOptions, type LambdaConfig, resolveConfig } from "./config.ts";
import { decodeText } from "./encoding.ts";
import type { ResponseMetadata } from "./errors.ts";
import type { Operation } from "./operations.ts";
import { parseMembers } from "./parse_members.ts";
import { sendRequest } from "./send_request.ts";
import { serializeMembers } from "./serialize_members.ts";
import { serializePayload } from "./serialize_payload.ts";
import { serializeRequest } from "./serialize_request.ts";

/** What all outputs have. */
export interface OperationOutput {
  /** Status, request id and attempts. */
  readonly $metadata: ResponseMetadata;
}

/** Calls an operation by its row alone: all but the invocations, whose answers are the function's own. */
export async function callOperation<Output extends OperationOutput>(
  operation: Operation,
  config: LambdaConfig,
  input: object,
  options?: CallOptions,
): Promise<Output> {
  const settings = resolveConfig(config, options);
  const request = serializeRequest(operation, input, serializeBody(operation, input as Record<string, unknown>));
  const { body, $metadata } = await sendRequest(settings, request);
  const members = operation.output && parseMembers(operation.output, decodeText(body!), $metadata);
  return { ...members, $metadata } as Output;
}

function serializeBody(
  { payload, body }: Operation,
  input: Record<string, unknown>,
): ReturnType<typeof serializePayload> {
  const value = payload ? input[payload] : input;
  return body ? serializeMembers(body, value ?? {}, payload) : payload ? serializePayload(payload, value) : undefined;
}
