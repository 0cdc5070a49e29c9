import { isHostLabel } from "../base/host_label.ts";
import { mistake } from "../base/refuse.ts";
import { checkCredentials, type Credentials } from "./credentials.ts";
import { type Draft, draftRequest, isRequest } from "./request_draft.ts";
import { serviceOf } from "./service_of.ts";
import { tidyUrl } from "./signable_url.ts";
import { type SigningRules, signingRules } from "./signing_rules.ts";
import { type SigningScope, signingTime } from "./sigv4.ts";

/**
 * Options of {@linkcode signRequest}, together with those of `new Request()`.
 *
 * @category Signing
 */
export interface SignRequestOptions extends Omit<RequestInit, "credentials"> {
  /** The keys to sign with. */
  readonly credentials: Credentials;
  /** The region that is called, such as `eu-central-1`. AWS refuses a signature for a region other than the host's. */
  readonly region: string;
  /**
   * The service that is called, by its name in signatures (`s3`, `execute-api`, `ses`). By default, it is derived from
   * AWS's host names. For other hosts, such as your own domain, it is required.
   */
  readonly service?: string | undefined;
  /** The time of the signature; now by default. AWS refuses a signature that is more than five minutes off. */
  readonly date?: Date | undefined;
  /**
   * Whether to sign all headers that can be signed, rather than only `host`, `content-type` and `x-amz-*`. A proxy that
   * changes a signed header breaks the signature.
   *
   * @default {false}
   */
  readonly allHeaders?: boolean | undefined;
}

/** A request that is checked, and all that its signature is made with. */
export interface Signing {
  readonly draft: Draft;
  readonly url: URL;
  readonly credentials: Credentials;
  readonly scope: SigningScope;
  readonly rules: SigningRules;
  readonly time: string;
  readonly allHeaders: boolean;
}

/** Checks what is to be signed, and takes off its URL what an earlier signature left there. */
export function prepareSigning(request: Request | URL | string, options: SignRequestOptions): Signing {
  const { credentials, region, service, date, allHeaders = false, ...init } = options;
  checkCredentials(credentials);
  const url = parseUrl(isRequest(request) ? request.url : String(request));
  const scope = { region: checkRegion(region), service: checkService(service ?? undefined, url) };
  const time = signingTime(checkDate(date ?? new Date()));
  const rules = signingRules(scope.service);
  tidyUrl(url, rules.isS3);
  return { draft: draftRequest(request, url, init), url, credentials, scope, rules, time, allHeaders };
}

function parseUrl(text: string): URL {
  const url = new URL(text);
  // The message of a runtime would show them.
  if (url.username || url.password) {
    throw new TypeError(mistake("sign", "the URL", "without user and password", HIDDEN));
  }
  return url;
}

/** What a message shows in place of a value that may be secret. */
const HIDDEN = "[redacted]";

function checkRegion(region: unknown): string {
  if (typeof region === "string" && isHostLabel(region)) return region.toLowerCase();
  throw new TypeError(mistake("sign", "region", "a region's name, such as eu-central-1", region));
}

/** Letters, digits and hyphens, as all of AWS's names are. */
const SERVICE = /^[a-z\d-]+$/i;

function checkService(service: unknown, url: URL): string {
  const name = service ?? serviceOf(url);
  if (typeof name === "string" && SERVICE.test(name)) return name;
  if (name !== undefined) throw new TypeError(mistake("sign", "service", "a service's name in signatures", name));
  const remedy = `${url.host} does not tell it, so pass its name in signatures, such as "execute-api" or "s3"`;
  throw new TypeError(mistake("sign", "service", "given", name, remedy));
}

function checkDate(date: Date): Date {
  if (typeof date?.getTime !== "function") throw new TypeError(mistake("sign", "date", "a Date", date));
  // Signatures have years of four digits.
  const isWritable = date.getTime() >= 0 && date.getUTCFullYear() <= 9_999;
  if (!isWritable) throw new RangeError(mistake("sign", "date", "a date from 1970 to 9999", date.getTime()));
  return date;
}
