import { type CallOptions, type LambdaConfig, resolveConfig } from "../client/config.ts";
import { decodeText } from "../base/encoding.ts";
import type { ResponseMetadata } from "../base/errors.ts";
import type { Operation } from "../protocol/operations.ts";
import { parseMembers } from "../protocol/parse_members.ts";
import { sendRequest } from "../client/send_request.ts";
import { serializeMembers } from "../protocol/serialize_members.ts";
import { serializePayload } from "../protocol/serialize_payload.ts";
import { checkInput, serializeRequest } from "../protocol/serialize_request.ts";

/**
 * What the outputs of all operations have.
 *
 * @category Calling functions
 */
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
  checkInput(operation, input);
  const request = serializeRequest(operation, input, serializeBody(operation, input as Record<string, unknown>));
  const { body, $metadata } = await sendRequest(settings, request);
  const members = operation.output && parseMembers(operation.output, decodeText(body), $metadata);
  return { ...members, $metadata } as Output;
}

function serializeBody(
  { payload, body }: Operation,
  input: Record<string, unknown>,
): ReturnType<typeof serializePayload> {
  const value = payload ? input[payload] : input;
  return body ? serializeMembers(body, value ?? {}, payload) : payload ? serializePayload(payload, value) : undefined;
}
