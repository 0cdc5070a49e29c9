import type { CredentialsProvider } from "../signing/credentials.ts";
import { type LambdaConfig, resolveConfig } from "../client/config.ts";
import { environment } from "../base/environment.ts";
import { sourceError } from "./failure.ts";
import { keepFresh } from "./keep_fresh.ts";
import { type CredentialsSource, obtainCredentials, unsigned } from "./obtain_credentials.ts";

/**
 * Options of {@linkcode fromContainer}.
 *
 * @category Credential providers
 */
export interface ContainerOptions extends Pick<LambdaConfig, "maxAttempts" | "fetch" | "now"> {
  /**
   * A function that reads the file that `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names, such as `Deno.readTextFile`. It
   * is required on EKS. It is called for every refresh, since EKS rotates the token in the file.
   */
  readonly readFile?: ((path: string) => Promise<string> | string) | undefined;
  /**
   * Milliseconds that one attempt may take, until the end of the answer.
   *
   * @default {5000}
   */
  readonly timeout?: number | undefined;
}

const PROVIDER = "fromContainer";
const RELATIVE_URI = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/** Characters of the shortest part of a URL that may be an id; a version, such as `2021-07-25`, has fewer. */
const SHORTEST_ID = 16;

/** The agents of ECS and EKS. */
const AGENTS = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

/**
 * Gets the credentials that ECS or EKS Pod Identity provides to a container.
 *
 * The URL is read from `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, or from `AWS_CONTAINER_CREDENTIALS_FULL_URI`
 * otherwise. The `Authorization` header is read from the file that `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names, or
 * from `AWS_CONTAINER_AUTHORIZATION_TOKEN` otherwise; white space around it is removed. As AWS prescribes,
 * any host is contacted by `https:`, but by `http:` only this machine, `169.254.170.2`, `169.254.170.23` and
 * `[fd00:ec2::23]`. The credentials are cached and refreshed as by {@linkcode keepFresh}.
 *
 * @param env The variables. By default, those of the process, on Deno, Node.js and Bun.
 * @param options How the token's file is read, and how the endpoint is called.
 * @returns A provider for `LambdaConfig.credentials`; it fails with a {@linkcode CredentialsError}.
 * @throws {TypeError} If no variable names the URL, the host is not allowed, the token contains a line break, or there
 * is a token file but no `readFile`.
 * @throws {RangeError} If `maxAttempts` or `timeout` is out of range.
 * @see {@link https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html}
 * @example Configure a container on ECS or EKS
 * ```ts
 * import type { LambdaConfig } from "@lambda4fetch/lambda4fetch";
 * import { fromContainer } from "@lambda4fetch/lambda4fetch/credentials";
 *
 * function containerConfig(): LambdaConfig {
 *   const credentials = fromContainer(undefined, { readFile: Deno.readTextFile });
 *   return { region: "eu-central-1", credentials };
 * }
 * ```
 * @category Credential providers
 */
export function fromContainer(env?: object, options: ContainerOptions = {}): CredentialsProvider {
  const { readFile, maxAttempts, timeout, fetch, now } = options;
  // Checks what it shares with LambdaConfig; region and credentials play no part.
  const settings = resolveConfig({ region: "us-east-1", credentials: unsigned, maxAttempts, timeout, fetch, now });
  const read = environment(env);
  const url = containerUrl(read(RELATIVE_URI), read(FULL_URI));
  const token = read(TOKEN)?.trim();
  const file = read(TOKEN_FILE);
  if (token !== undefined && !isHeader(token)) fail(TOKEN, "printable ASCII");
  if (file !== undefined && token === undefined && !readFile) fail("readFile", `given as ${TOKEN_FILE} is set`);

  const source: CredentialsSource = {
    provider: PROVIDER,
    renewable: false,
    async prepare({ signal }) {
      const authorization = file !== undefined && readFile ? await readToken(readFile, file, signal) : token;
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      // A token is secret without its scheme, too.
      const secrets = [authorization, ...authorization?.split(" ") ?? [], ...secretsOf(url)];
      return { method: "GET", url: url.href, headers, secrets };
    },
  };
  return keepFresh(({ signal } = {}) => obtainCredentials(settings, source, signal), { now });
}

/**
 * The parts of a URL that are as good as a token: on ECS the id that ends its path. A part of letters alone is a word, such
 * as `credentials`.
 */
function secretsOf({ pathname, search, searchParams }: URL): string[] {
  const parts = [...pathname.split("/"), ...searchParams.values()].filter((part) => !/^[a-z]*$/i.test(part));
  const isSecret = parts.some((part) => part.length >= SHORTEST_ID);
  return isSecret ? [pathname + search, ...parts] : [];
}

function fail(member: string, rule: string): never {
  throw new TypeError(`Cannot get credentials of container as ${member} must be ${rule}`);
}

/** No message shows the URL: it may hold a secret. */
function containerUrl(relative: string | undefined, full: string | undefined): URL {
  // A path and nothing else: "@evil.example" would make a user of AWS's host, ".evil.example" another host of it.
  if (relative !== undefined && !relative.startsWith("/")) fail(RELATIVE_URI, "a path that begins with a slash");
  const name = relative === undefined ? FULL_URI : RELATIVE_URI;
  const text = relative === undefined ? full : `http://${AGENTS[0]}${relative}`;
  if (text === undefined) fail(`${RELATIVE_URI} or ${FULL_URI}`, "set");
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail(name, "a URL");
  }
  if (url.username || url.password) fail(name, "a URL without user and password");
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && (isLoopback || AGENTS.includes(url.hostname)))) {
    fail(name, `an https: URL, or an http: URL of this machine or of ${AGENTS.join(", ")}`);
  }
  url.hash = "";
  return url;
}

/** A line break would end the header, and begin another. */
function isHeader(token: string): boolean {
  return /^[ -~]+$/.test(token);
}

async function readToken(
  readFile: (path: string) => Promise<string> | string,
  file: string,
  signal: AbortSignal,
): Promise<string> {
  let content: unknown;
  try {
    content = await readFile(file);
  } catch (error) {
    signal.throwIfAborted();
    throw sourceError(PROVIDER, `the file of ${TOKEN_FILE} cannot be read`, error);
  }
  const token = typeof content === "string" ? content.trim() : "";
  if (isHeader(token)) return token;
  throw sourceError(PROVIDER, `the file of ${TOKEN_FILE} must hold printable ASCII, and no line break inside it`);
}
