import { checkType, refuse } from "../base/refuse.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * Headers that this module or `fetch` sets, so that a caller's would break the request or its signature; and the member
 * of a config or an input that stands for them, where there is one.
 */
const OWN_HEADERS: Readonly<Record<string, string | undefined>> = {
  "authorization": undefined,
  "connection": undefined,
  "content-length": undefined,
  "content-type": undefined,
  "expect": undefined,
  "host": undefined,
  "keep-alive": undefined,
  "te": undefined,
  "trailer": undefined,
  "transfer-encoding": undefined,
  "upgrade": undefined,
  "x-amz-client-context": "ClientContext of the input",
  "x-amz-content-sha256": undefined,
  "x-amz-date": undefined,
  "x-amz-durable-execution-name": "DurableExecutionName of the input",
  "x-amz-invocation-type": "InvocationType of the input",
  "x-amz-log-type": "LogType of the input",
  "x-amz-security-token": "credentials.sessionToken",
  "x-amz-tenant-id": "TenantId of the input",
  "x-amzn-trace-id": "traceId",
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
    if (!HEADER_NAME.test(name)) refuse(member, "named as a header can be", "[not shown]");
    if (Object.hasOwn(OWN_HEADERS, name)) {
      const substitute = OWN_HEADERS[name];
      refuse(member, "left to this module", "[not shown]", TypeError, substitute && `set ${substitute}`);
    }
    // Outside of ASCII, what fetch sends and what the signature covers would differ. The value may be a secret.
    if (/[^ -~]/.test(checkType("string", member, value))) refuse(member, "printable ASCII", "[not shown]");
    checked[name] = value;
  }
}
