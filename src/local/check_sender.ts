import { lambdaEndpoint } from "../client/endpoint.ts";
import { AwsError } from "./aws_error.ts";

/** Who may ask. */
export interface SenderRules {
  /** Names that the server may be called by beside loopback ones, in small letters and without a port. */
  readonly hosts: ReadonlySet<string>;
  /** Origins of the web pages that may ask. */
  readonly origins: readonly string[];
}

/** Names that no stranger can give an address: AWS's own of a region, those that are allowed, and that of `config`. */
export function senderRules(
  region: string,
  endpoint: string,
  { allowedHosts = [], allowedOrigins = [] }: {
    readonly allowedHosts?: readonly string[] | undefined;
    readonly allowedOrigins?: readonly string[] | undefined;
  },
): SenderRules {
  const endpoints = [false, true].flatMap((fips) =>
    [false, true].map((dualstack) => lambdaEndpoint(region, { fips, dualstack }))
  );
  const own = [endpoint, ...endpoints].map((url) => new URL(url).hostname);
  return { hosts: new Set([...own, ...allowedHosts.map(hostnameOf)]), origins: allowedOrigins };
}

/** What a browser and `fetch` write for this machine: names below `localhost` never leave it. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An address in place of a name. */
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/;

/** Names that a server listens on to be reached by any address of its machine. */
const ANY_ADDRESS = ["0.0.0.0", "::", "[::]"];

/**
 * Refuses a request that was sent to another host. A page can give its own name this machine's address, after which the
 * browser takes the two for one; that it cannot do with names that are not its own.
 *
 * @see {@link https://en.wikipedia.org/wiki/DNS_rebinding}
 */
export function checkHost({ url, headers }: Request, { hosts }: SenderRules, listensOn: string | undefined): void {
  const isOwn = (name: string) =>
    LOOPBACK.test(name) || hosts.has(name) || name === listensOn?.toLowerCase() ||
    (ANY_ADDRESS.includes(listensOn ?? "") && ADDRESS.test(name));
  const inUrl = new URL(url).hostname;
  const inHeader = headers.get("host");
  const names = inHeader === null ? [inUrl] : [inUrl, hostnameOf(inHeader)];
  const foreign = names.find((name) => !isOwn(name));
  if (foreign === undefined) return;
  throw new AwsError(
    "AccessDeniedException",
    `Requests for the host ${foreign} are not answered here, unless allowedHosts names it`,
  );
}

/** A host without its port, in small letters. */
function hostnameOf(host: string): string {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return host; // no name that a request could have
  }
}

/** Refuses what a web page sends, unless its origin is allowed; gives that origin, or `undefined` where there is none. */
export function checkOrigin({ url, headers }: Request, { origins }: SenderRules): string | undefined {
  const origin = headers.get("origin");
  if (origin === null) {
    // Images, links and forms may come without an origin, but not without this.
    const site = headers.get("sec-fetch-site") ?? "none";
    if (site === "none" || site === "same-origin") return undefined;
    throw foreignPage(`on another ${site === "same-site" ? "host" : "site"}`);
  }
  const isOwn = origin === new URL(url).origin;
  if (isOwn || origins.includes(origin) || origins.includes("*")) return origin;
  throw foreignPage(`of the origin ${origin}`);
}

function foreignPage(which: string): AwsError {
  return new AwsError(
    "AccessDeniedException",
    `Web pages ${which} are not answered here, unless allowedOrigins names their origin`,
  );
}

/** What a browser lets its page see of an answer: the list of AWS's answers. */
const EXPOSED = "x-amzn-requestid,x-amzn-errortype,x-amzn-errormessage,x-amzn-trace-id,x-amz-executed-version," +
  "x-amz-function-error,x-amz-log-result,x-amz-durable-execution-arn,retry-after,date";

/** The answer to a browser that asks whether it may send a request from a page. */
export function answerPreflight(headers: Headers): Response {
  return new Response(null, {
    headers: {
      "access-control-allow-methods": "GET,POST,PUT,DELETE",
      "access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
      "access-control-max-age": "172800",
    },
  });
}

/** Lets the pages of an origin read an answer. */
export function allowOrigin({ headers }: Response, origin: string): void {
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", EXPOSED);
  headers.append("vary", "origin");
}
