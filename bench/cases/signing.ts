/**
 * What it takes to sign: a body of 1 KB, one call after the other, with all that a request handler would build anew.
 *
 * @module
 */
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsClient } from "aws4fetch";
import { invoke, signRequest } from "../../mod.ts";
import { CREDENTIALS, INPUT, REGION } from "../cold/input.ts";
import { ownConfig, sdkClient, STUB_RESPONSE } from "./peers.ts";
import type { Contender } from "./rounds.ts";

const HOST = `lambda.${REGION}.amazonaws.com`;
const PATH = "/2015-03-31/functions/fn/invocations";
const HEADERS = { "content-type": "application/octet-stream" };
const REQUEST = { method: "POST", headers: HEADERS, body: INPUT.Payload };

const warm = new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" });
const sdk = sdkClient(() => ({ statusCode: 200, headers: {}, body: new Uint8Array(4) }));

/** Who signs. */
export const signing: Readonly<Record<string, Contender>> = {
  "invoke": () => invoke(ownConfig(() => STUB_RESPONSE), INPUT),
  "signRequest": () =>
    signRequest(`https://${HOST}${PATH}`, { ...REQUEST, region: REGION, credentials: { ...CREDENTIALS } }),
  "aws4fetch": () =>
    new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" }).sign(`https://${HOST}${PATH}`, REQUEST),
  "aws4fetch warm": () => warm.sign(`https://${HOST}${PATH}`, REQUEST),
  "smithy": () =>
    new SignatureV4({ credentials: { ...CREDENTIALS }, region: REGION, service: "lambda", sha256: Sha256 }).sign({
      method: "POST",
      protocol: "https:",
      hostname: HOST,
      path: PATH,
      headers: { ...HEADERS, host: HOST },
      body: INPUT.Payload,
    } as never),
  "SDK": () => sdk.send(new InvokeCommand(INPUT)),
};
