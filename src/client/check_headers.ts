import { checkType, refuse } from "../base/refuse.ts";

type Headers = Readonly<Record<string, string>>;

/** Headers that this module or `fetch` sets, and that would break the request or its signature if a caller did. */
const OWN_HEADERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-amz-client-context",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-durable-execution-name",
  "x-amz-invocation-type",
  "x-amz-log-type",
  "x-amz-security-token",
  "x-amz-tenant-id",
  "x-amzn-trace-id",
]);

/** What stands in place of a header: the member of a config or an input that sets it. */
const REMEDIES: Readonly<Record<string, string>> = {
  "x-amz-client-context": "set ClientContext of the input",
  "x-amz-durable-execution-name": "set DurableExecutionName of the input",
  "x-amz-invocation-type": "set InvocationType of the input",
  "x-amz-log-type": "set LogType of the input",
  "x-amz-security-token": "set credentials.sessionToken",
  "x-amz-tenant-id": "set TenantId of the input",
  "x-amzn-trace-id": "set traceId",
};

/** A token of RFC 9110. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** The further headers of a config and a call, with names in lower case; `undefined` where there are none. */
export function checkHeaders(config: Headers | undefined, options: Headers | undefined): Headers | undefined {
  if (config == null && options == null) return undefined;
  const checked: Record<string, string> = {};
  for (const headers of [config, options]) addHeaders(checked, headers);
  return checked;
}

function addHeaders(checked: Record<string, string>, headers: Headers | undefined): void {
  if (headers == null) return;
  if (typeof headers !== "object") refuse("headers", "an object", headers);
  if (typeof (headers as { forEach?: unknown }).forEach === "function") {
    refuse("headers", "a plain object", headers, TypeError, "write Object.fromEntries(headers)");
  }
  for (const [key, value] of Object.entries(headers)) {
    if (value == null) continue;
    const name = key.toLowerCase();
    const member = `headers[${JSON.stringify(key)}]`;
    if (!HEADER_NAME.test(name)) refuse(member, "named as a header can be", undefined);
    if (OWN_HEADERS.has(name)) refuse(member, "left to this module", undefined, TypeError, REMEDIES[name]);
    // Outside of ASCII, what fetch sends and what the signature covers would differ. The value may be a secret.
    if (/[^ -~]/.test(checkType("string", member, value))) refuse(member, "printable ASCII", "[not shown]");
    checked[name] = value;
  }
}
