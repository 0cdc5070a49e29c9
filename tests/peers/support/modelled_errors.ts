/**
 * The errors of Lambda's model, as the AWS SDK's own schemas have them, and the ways in which AWS tells them.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import type { Reply } from "./recorder.ts";

/** An error's row of the model. */
export interface ModelledError {
  readonly code: string;
  readonly status: number;
  /** What its message is called. */
  readonly member: "message" | "Message";
}

type ErrorSchema = readonly [
  kind: number,
  namespace: string,
  code: string,
  traits: { readonly httpError?: number },
  members: readonly string[],
];

/** All of them: of the operations here, and of Lambda's others. */
export const MODELLED_ERRORS: readonly ModelledError[] = Object.entries(aws)
  .filter(([name, value]) => name.endsWith("Exception$") && Array.isArray(value) && value[0] === -3)
  .map(([, value]) => value as unknown as ErrorSchema)
  .filter(([, , , { httpError }]) => httpError !== undefined)
  .map(([, , code, { httpError }, members]) => {
    return { code, status: httpError!, member: members.includes("Message") ? "Message" : "message" };
  });

/** Where an answer says which error it is. */
export const CARRIERS: Readonly<Record<string, (code: string, members: object) => Reply>> = {
  "the header": (code, members) => ({ headers: { "x-amzn-errortype": code }, body: JSON.stringify(members) }),
  "the header, with a URL": (code, members) => ({
    headers: { "x-amzn-errortype": `${code}:http://internal.amazon.com/coral/com.amazonaws.lambda/` },
    body: JSON.stringify(members),
  }),
  "code": (code, members) => ({ body: JSON.stringify({ code, ...members }) }),
  "Code": (code, members) => ({ body: JSON.stringify({ Code: code, ...members }) }),
  "__type": (code, members) => ({ body: JSON.stringify({ __type: code, ...members }) }),
  "__type, with a namespace": (code, members) => ({
    body: JSON.stringify({ __type: `com.amazonaws.lambda#${code}`, ...members }),
  }),
};
