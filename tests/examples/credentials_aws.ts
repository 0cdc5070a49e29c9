/**
 * An issuer of tokens, an STS that checks them as AWS would, and a Lambda that takes its credentials and no others.
 *
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { assertEquals } from "../support/assert.ts";
import { keys, stsJson, stsRefusal } from "../support/sts.ts";

/** What the role's trust policy asks of a token. */
export interface Trust {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const REGION = "eu-central-1";

/** The role that may be assumed. */
export const ROLE_ARN = "arn:aws:iam::123456789012:role/edge";

const base64url = (bytes: Uint8Array) => bytes.toBase64({ alphabet: "base64url", omitPadding: true });
const json = (value: unknown) => base64url(new TextEncoder().encode(JSON.stringify(value)));
const decode = (text: string) => Uint8Array.fromBase64(text, { alphabet: "base64url" });

/** All three, on one port. */
export class LocalAws implements AsyncDisposable {
  /** Tokens that STS was sent. */
  readonly tokens: string[] = [];
  /** Payloads that Lambda was sent. */
  readonly payloads: unknown[] = [];
  readonly #trust: Trust;
  readonly #keys: Promise<CryptoKeyPair> = crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  readonly #server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => this.#answer(request),
  );
  readonly origin: string = `http://127.0.0.1:${this.#server.addr.port}`;

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  /** The variables that an example finds. */
  get variables(): Record<string, string> {
    return {
      AWS_REGION: REGION,
      AWS_ROLE_ARN: ROLE_ARN,
      AWS_ENDPOINT_URL_STS: `${this.origin}/sts`,
      AWS_ENDPOINT_URL_LAMBDA: `${this.origin}/lambda`,
      FUNCTION_NAME: "hello",
    };
  }

  /** A token as the platform signs it, good for five minutes. */
  async token(claims: Partial<Trust> & { readonly exp?: number } = {}): Promise<string> {
    const iat = Math.floor(Date.now() / 1_000);
    const payload = { ...this.#trust, iat, nbf: iat - 60, exp: iat + 300, jti: crypto.randomUUID(), ...claims };
    const signed = `${json({ alg: "ES256", typ: "JWT" })}.${json(payload)}`;
    const { privateKey } = await this.#keys;
    const signature = await crypto.subtle.sign(ALGORITHM, privateKey, new TextEncoder().encode(signed));
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/token") return new Response(await this.token({ aud: searchParams.get("audience")! }));
    try {
      const { status = 200, body, headers } = pathname === "/sts/"
        ? await this.#sts(request)
        : await this.#lambda(request);
      return new Response(body as string, { status, headers: headers as Record<string, string> });
    } catch (error) {
      return new Response(String(error), { status: 418 }); // what was sent is not what AWS documents
    }
  }

  async #sts(request: Request): Promise<ReturnType<typeof stsJson>> {
    assertEquals([request.method, request.headers.get("authorization")], ["POST", null]);
    assertEquals(request.headers.get("content-type"), "application/x-www-form-urlencoded");
    assertEquals(request.headers.get("accept"), "application/json");
    const { RoleSessionName, WebIdentityToken = "", ...form } = Object.fromEntries(
      new URLSearchParams(await request.text()),
    );
    assertEquals(form, { Action: "AssumeRoleWithWebIdentity", Version: "2011-06-15", RoleArn: ROLE_ARN });
    assertEquals(/^[\w+=,.@-]{2,64}$/.test(RoleSessionName ?? ""), true);
    this.tokens.push(WebIdentityToken);
    const [header = "", claims = "", signature = ""] = WebIdentityToken.split(".");
    const { publicKey } = await this.#keys;
    const signed = new TextEncoder().encode(`${header}.${claims}`);
    if (!await crypto.subtle.verify(ALGORITHM, publicKey, decode(signature), signed)) {
      return stsRefusal(400, "InvalidIdentityToken");
    }
    const { iss, aud, sub, exp } = JSON.parse(new TextDecoder().decode(decode(claims)));
    if (exp * 1_000 < Date.now()) return stsRefusal(400, "ExpiredTokenException");
    const { iss: issuer, aud: audience, sub: subject } = this.#trust;
    const isTrusted = iss === issuer && aud === audience && sub === subject;
    if (!isTrusted) return stsRefusal(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    return stsJson(form.Action!, this.tokens.length, new Date(Date.now() + 3_600_000));
  }

  async #lambda(request: Request): Promise<ReturnType<typeof stsJson>> {
    const { pathname } = new URL(request.url);
    assertEquals(pathname, "/lambda/2015-03-31/functions/hello/invocations");
    const text = await request.text();
    const credentials = keys(this.tokens.length);
    assertEquals(request.headers.get("x-amz-security-token"), credentials.sessionToken);
    const authorization = request.headers.get("authorization")!;
    const names = /SignedHeaders=([^,]+)/.exec(authorization)![1]!.split(";");
    const date = request.headers.get("x-amz-date")!.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z");
    const signer = new SignatureV4({ service: "lambda", region: REGION, credentials, sha256: Sha256 });
    const headers = Object.fromEntries(names.map((name) => [name, request.headers.get(name)!]));
    const signable = { method: "POST", protocol: "http:", hostname: "127.0.0.1", path: pathname, headers, body: text };
    const signed = await signer.sign(signable as Parameters<typeof signer.sign>[0], {
      signingDate: new Date(date),
      signableHeaders: new Set(names),
      unsignableHeaders: new Set(["x-amz-content-sha256"]),
    });
    assertEquals(authorization, signed.headers.authorization);
    this.payloads.push(JSON.parse(text));
    return { body: JSON.stringify(`Hello from ${JSON.parse(text).path}`) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
