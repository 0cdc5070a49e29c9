/**
 * Signs a request that came in once more, by code that is not ours, as AWS does to check it.
 *
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { assertEquals } from "../../support/assert.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import type { Recorded } from "./recorder.ts";

const signer = new SignatureV4({
  service: "lambda",
  region: REGION,
  // Where there is a token, it is among the headers that came.
  credentials: { accessKeyId: CREDENTIALS.accessKeyId, secretAccessKey: CREDENTIALS.secretAccessKey },
  sha256: Sha256,
  applyChecksum: false,
});

/** Fails unless the request is signed as what it is. */
export async function verifySignature({ method, target, headers: pairs, body }: Recorded): Promise<void> {
  const received = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  const { authorization = "", "x-amz-date": date = "" } = received;
  const names = /SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(";") ?? [];
  const url = new URL(target, "http://_");
  const signed = await signer.sign({
    method,
    protocol: "http:",
    hostname: "_",
    path: target.split("?")[0]!,
    query: Object.fromEntries([...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)])),
    headers: Object.fromEntries(names.map((name) => [name, received[name]!])),
    body,
  }, { signingDate: parseDate(date) });
  assertEquals(authorization, signed.headers.authorization);
}

/** `20150830T123600Z` */
function parseDate(text: string): Date {
  return new Date(text.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
}
