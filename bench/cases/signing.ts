/**
 * What it takes to sign: one call after the other, with all that a request handler would build anew.
 *
 * @module
 */
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsClient } from "aws4fetch";
import { invoke, signRequest } from "../../mod.ts";
import { type AnySha256, loadSyncSha256, takeSha256 } from "../../src/signing/choose_sha256.ts";
import { webCrypto } from "../../src/signing/sha256.ts";
import { CREDENTIALS, INPUT, REGION } from "../cold/input.ts";
import { ownConfig, sdkClient, STUB_RESPONSE } from "./peers.ts";
import type { Contender } from "./rounds.ts";

const HOST = `lambda.${REGION}.amazonaws.com`;
const PATH = "/2015-03-31/functions/fn/invocations";
const URL_OF_CALL = `https://${HOST}${PATH}`;
const HEADERS = { "content-type": "application/octet-stream" };

const warm = new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" });
const sdk = sdkClient(() => ({ statusCode: 200, headers: {}, body: new Uint8Array(4) }));

/** A hash that costs nothing: what is left is everything else that a call does. */
const NO_HASH: AnySha256 = {
  hash: () => "ab".repeat(32),
  importKey: () => "key",
  hmac: () => "cd".repeat(32),
};

const ownHash = loadSyncSha256() ?? webCrypto;

async function withoutHashing(contender: Contender): Promise<void> {
  takeSha256(NO_HASH);
  await contender();
  takeSha256(ownHash);
}

/** The AWS SDK's signer with one of its hashes: plain JavaScript, or the runtime's own, which the SDK's clients take. */
function smithy(sha256: typeof sdk.config.sha256, body: Uint8Array): Contender {
  return () =>
    new SignatureV4({ credentials: { ...CREDENTIALS }, region: REGION, service: "lambda", sha256 }).sign({
      method: "POST",
      protocol: "https:",
      hostname: HOST,
      path: PATH,
      headers: { ...HEADERS, host: HOST },
      body,
    } as never);
}

/** Who signs a body of such a size. */
function signers(body: Uint8Array<ArrayBuffer>): Readonly<Record<string, Contender>> {
  const input = { ...INPUT, Payload: body };
  const request = { method: "POST", headers: HEADERS, body };
  const callStub = () => invoke(ownConfig(() => STUB_RESPONSE), input);
  return {
    "invoke": callStub,
    "invoke, hashing left out": () => withoutHashing(callStub),
    "signRequest": () => signRequest(URL_OF_CALL, { ...request, region: REGION, credentials: { ...CREDENTIALS } }),
    "aws4fetch": () => new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" }).sign(URL_OF_CALL, request),
    "aws4fetch warm": () => warm.sign(URL_OF_CALL, request),
    "smithy": smithy(Sha256, body),
    "smithy native": smithy(sdk.config.sha256, body),
    "SDK": () => sdk.send(new InvokeCommand(input)),
  };
}

/** Who signs, with a body of 1 KB. */
export const signing: Readonly<Record<string, Contender>> = signers(INPUT.Payload);

/** Who signs, with a body of 1 MB. */
export const signingLarge: Readonly<Record<string, Contender>> = signers(new Uint8Array(1_000_000).fill(0x61));
