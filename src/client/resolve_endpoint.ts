import { recall, remember } from "../base/bounded_map.ts";
import { refuse } from "../base/refuse.ts";
import { canonicalPath } from "../signing/sigv4.ts";
import { checkRegion, lambdaEndpoint } from "./endpoint.ts";

/** Where requests go, and the region that they are signed for. */
export interface Endpoint {
  /** Origin and path, without a trailing slash. */
  readonly url: string;
  /** URL and region: what calls share their state by. Written once, since a text that is written anew is hashed anew. */
  readonly stateKey: string;
  readonly origin: string;
  readonly host: string;
  /** Path that all paths are below, without empty segments and a trailing slash. */
  readonly path: string;
  /** The same as signatures have it. */
  readonly canonicalPath: string;
  /** In small letters. */
  readonly region: string;
}

/** What says which endpoint is called. */
export interface EndpointConfig {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly useFipsEndpoint?: boolean | undefined;
  readonly useDualstackEndpoint?: boolean | undefined;
  readonly allowInsecureEndpoint?: boolean | undefined;
}

/** How the AWS SDKs let a region ask for its FIPS endpoint. */
const FIPS_REGION = /^fips-|-fips$/;

/** Hosts of this machine. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Endpoints by how a config spells them: values alone, so that no entry can grow stale. */
const resolved = new Map<string, Endpoint>();

/** Finds the endpoint of a config, or refuses it. */
export function resolveEndpoint(config: EndpointConfig): Endpoint {
  const { region, endpoint, useFipsEndpoint: fips, useDualstackEndpoint: dualstack, allowInsecureEndpoint } = config;
  const spelling = `${region} ${fips} ${dualstack} ${allowInsecureEndpoint} ${endpoint}`;
  return recall(resolved, spelling) ?? remember(resolved, spelling, findEndpoint(config));
}

function findEndpoint(config: EndpointConfig): Endpoint {
  const { endpoint, useDualstackEndpoint: dualstack } = config;
  const { region, asksForFips } = parseRegion(config.region);
  const fips = asksForFips || config.useFipsEndpoint;
  if (endpoint !== undefined && (fips || dualstack)) {
    const member = fips ? "useFipsEndpoint" : "useDualstackEndpoint";
    refuse(member, "left out where endpoint is set", true, TypeError, "set endpoint to the URL that you want to call");
  }
  const url = endpoint === undefined
    ? new URL(lambdaEndpoint(region, { fips, dualstack }))
    : parseEndpoint(endpoint, config.allowInsecureEndpoint);
  const path = url.pathname.replace(/\/+/g, "/").replace(/\/$/, "");
  const base = url.origin + path;
  return {
    url: base,
    stateKey: `${base} ${region}`,
    origin: url.origin,
    host: url.host,
    path,
    canonicalPath: canonicalPath(path),
    region,
  };
}

/** A region's own name, and whether it was given as the AWS SDKs ask for its FIPS endpoint. */
export function parseRegion(region: unknown): { readonly region: string; readonly asksForFips: boolean } {
  const name = checkRegion(region);
  const asksForFips = FIPS_REGION.test(name);
  return { region: asksForFips ? regionOfFips(name) : name, asksForFips };
}

/** `fips-us-east-1` and `us-east-1-fips` mean `us-east-1`; the partition's own name means its main region. */
function regionOfFips(name: string): string {
  const region = name.replace(FIPS_REGION, "");
  return region === "aws-global" || region === "aws" ? "us-east-1" : region;
}

/** The URL of another endpoint than the region's own. No message shows user, password or query: they may be secret. */
function parseEndpoint(endpoint: string, allowInsecure: boolean | undefined): URL {
  let url: URL | undefined;
  try {
    url = new URL(endpoint);
  } catch {
    // Told below.
  }
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  if (!url || !isHttp) {
    refuse("endpoint", "a URL that starts with https:// or http://", "[not shown]", TypeError, schemeRemedy(endpoint));
  }
  const shown = url.origin;
  if (url.username || url.password) refuse("endpoint", "a URL without user and password", shown);
  if (url.search || url.hash) refuse("endpoint", "a URL without query and fragment", shown);
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname) && !allowInsecure) {
    const remedy = "set allowInsecureEndpoint: true to send requests unencrypted";
    refuse("endpoint", "an https: URL, or an http: one of this machine", shown, TypeError, remedy);
  }
  return url;
}

/** A host and port alone, such as `localhost:9000`, are what is most often given in place of a URL. */
function schemeRemedy(endpoint: string): string | undefined {
  return /^[\w.-]+(:\d+)?$/.test(endpoint) ? `write http://${endpoint} or https://${endpoint}` : undefined;
}
