// What `fetchFunctionUrl` sends, aws4fetch signs alike; and what a platform adds on the way does not touch it.
import { fetchFunctionUrl } from "@lambda4fetch/lambda4fetch/http";
import { AwsV4Signer } from "aws4fetch";
import { assertEquals } from "../support/assert.ts";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const ORIGIN = "https://abc.lambda-url.eu-west-1.on.aws";

/** The signature that a receiver finds right: of the headers that are said to be signed, and of what came. */
async function expected(request: Request, body: ArrayBuffer): Promise<string | null> {
  const [, names = ""] = /SignedHeaders=([^,]*)/.exec(request.headers.get("authorization") ?? "") ?? [];
  const signed = names.split(";").filter((name) => !/^(host|x-amz-date|x-amz-security-token)$/.test(name));
  const signer = new AwsV4Signer({
    ...KEYS,
    sessionToken: "token",
    service: "lambda",
    region: "eu-west-1",
    method: request.method,
    url: request.url,
    headers: signed.map((name): [string, string] => [name, request.headers.get(name) ?? ""]),
    body,
    datetime: request.headers.get("x-amz-date") ?? "",
    allHeaders: true,
  });
  return (await signer.sign()).headers.get("authorization");
}

for (
  const [method, path, body] of [
    ["GET", "/", undefined],
    ["GET", "/a%20b/c%2Fd?b=2&a=1&a=%C3%A9", undefined],
    ["POST", "/upload", new Uint8Array([0, 255, 128])],
    ["PUT", "/text?x", "é"],
  ] as const
) {
  Deno.test(`${method} ${path} to a function URL stays well signed behind proxies`, async () => {
    let sent: Request | undefined;
    const fetch = (url: string, init: RequestInit) => {
      sent = new Request(url, init);
      return Promise.resolve(new Response());
    };
    const config = { region: "us-east-1", credentials: { ...KEYS, sessionToken: "token" }, fetch };
    const headers = { "x-custom": "1", "x-forwarded-for": "192.0.2.1", "accept-encoding": "br", range: "bytes=0-1" };
    await fetchFunctionUrl(config, ORIGIN + path, { method, headers, ...(body !== undefined && { body }) });
    const request = sent!;
    for (const added of ["cf-ray", "cf-worker", "x-forwarded-for", "accept-encoding", "via", "user-agent"]) {
      request.headers.set(added, "added on the way");
    }
    assertEquals(request.headers.get("authorization"), await expected(request, await request.clone().arrayBuffer()));
  });
}
