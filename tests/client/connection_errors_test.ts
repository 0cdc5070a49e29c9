// Every error but those of browsers was recorded: of the runtime and version that is named, against a real peer, with nothing changed but
// the URL and the address. A missing route came from a namespace without one, a swallowed SYN from a full backlog.
import { provesNothingWasSent } from "../../src/client/connection_errors.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { assertQuick } from "../support/quick.ts";

const HOST = "lambda.eu-central-1.amazonaws.com";
const PATH = "/2015-03-31/functions/getaddress/invocations?Qualifier=getaddr";
const HTTPS = `https://${HOST}${PATH}`;

/** What went wrong, whether nothing was sent, and what `fetch` rejected with. */
type Recorded = readonly [what: string, nothingSent: boolean, error: unknown];

function proves(error: unknown, mayHaveBeenResent = false): boolean {
  return provesNothingWasSent(error, { mayHaveBeenResent });
}

/** Node.js wraps what went wrong once. */
function undici(message: string, members: object = {}): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), members) });
}

const connect = (code: string, errno: number) =>
  undici(`connect ${code} 192.0.2.1:443`, { errno, code, syscall: "connect", address: "192.0.2.1", port: 443 });

/** Where a name has several addresses, the outer code is that of the first. */
const happyEyeballs = (code: string, ...codes: readonly string[]) => {
  const errors = codes.map((code) => connect(code, -1).cause);
  return new TypeError("fetch failed", { cause: Object.assign(new AggregateError(errors), { code }) });
};

const SOCKET = { localAddress: "127.0.0.1", localPort: 36376, remoteAddress: "192.0.2.1", bytesWritten: 273 };

const NODE: readonly Recorded[] = [
  ["refused", true, connect("ECONNREFUSED", -111)],
  ["no route to the host", true, connect("EHOSTUNREACH", -113)],
  ["no route to the network", true, connect("ENETUNREACH", -101)],
  ["no address of that family", true, connect("EADDRNOTAVAIL", -99)],
  ["a SYN that the system gave up", true, connect("ETIMEDOUT", -110)],
  ["reset while connecting", true, connect("ECONNRESET", -104)],
  [
    "no permission (--permission)",
    true,
    undici("connect ERR_ACCESS_DENIED Access to this API has been restricted.", {
      code: "ERR_ACCESS_DENIED",
      syscall: "connect",
    }),
  ],
  ["two addresses, both refused", true, happyEyeballs("ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED")],
  ["three addresses, one missing", true, happyEyeballs("ECONNREFUSED", "ECONNREFUSED", "EADDRNOTAVAIL", "ETIMEDOUT")],
  [
    "a name that does not exist",
    true,
    undici(`getaddrinfo ENOTFOUND ${HOST}`, {
      errno: -3008,
      code: "ENOTFOUND",
      syscall: "getaddrinfo",
      hostname: HOST,
    }),
  ],
  [
    "no DNS server",
    true,
    undici(`getaddrinfo EAI_AGAIN ${HOST}`, {
      errno: -3001,
      code: "EAI_AGAIN",
      syscall: "getaddrinfo",
      hostname: HOST,
    }),
  ],
  [
    "a SYN that is not answered for 10 s",
    true,
    undici("Connect Timeout Error (attempted address: 192.0.2.1:443, timeout: 10000ms)", {
      name: "ConnectTimeoutError",
      code: "UND_ERR_CONNECT_TIMEOUT",
    }),
  ],
  ["a certificate signed by itself", true, undici("self-signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })],
  [
    "a certificate signed by itself, Node 26",
    true,
    undici("self-signed certificate; if the root CA is installed locally, try running Node.js with --use-system-ca", {
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    }),
  ],
  ["a certificate that has expired", true, undici("certificate has expired", { code: "CERT_HAS_EXPIRED" })],
  ["a certificate of tomorrow", true, undici("certificate is not yet valid", { code: "CERT_NOT_YET_VALID" })],
  [
    "a certificate of an unknown authority",
    true,
    undici("unable to verify the first certificate", {
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    }),
  ],
  [
    "a certificate for another name",
    true,
    undici(
      `Hostname/IP does not match certificate's altnames: Host: ${HOST}. is not in the cert's altnames: DNS:o.th`,
      {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
        reason: `Host: ${HOST}. is not in the cert's altnames: DNS:o.th`,
        host: HOST,
      },
    ),
  ],
  [
    "closed in the TLS handshake",
    true,
    undici("Client network socket disconnected before secure TLS connection was established", {
      code: "ECONNRESET",
      host: HOST,
      port: "443",
      localAddress: null,
    }),
  ],
  [
    "reset in the TLS handshake",
    false,
    undici("read ECONNRESET", { errno: -104, code: "ECONNRESET", syscall: "read" }),
  ],
  [
    "TLS answered by HTTP",
    false,
    undici(
      "809CC495117F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/…:350:\n",
      {
        library: "SSL routines",
        reason: "wrong version number",
        code: "ERR_SSL_WRONG_VERSION_NUMBER",
      },
    ),
  ],
  [
    "garbage after a request over HTTP/2 was read in full, Node 26",
    false,
    undici("40A3D4D4B47F0000:error:0A00010B:SSL routines:tls_default_validate_record_header:wrong version number:…\n", {
      library: "SSL routines",
      reason: "wrong version number",
      code: "ERR_SSL_WRONG_VERSION_NUMBER",
    }),
  ],
  [
    "TLS too old",
    false,
    undici(
      "809CC495117F0000:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:…alert number 70\n",
      {
        library: "SSL routines",
        reason: "tlsv1 alert protocol version",
        code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
      },
    ),
  ],
  [
    "read and closed",
    false,
    undici("other side closed", { name: "SocketError", code: "UND_ERR_SOCKET", socket: SOCKET }),
  ],
  ["read and reset", false, undici("read ECONNRESET", { errno: -104, code: "ECONNRESET", syscall: "read" })],
  ["gone while sending", false, undici("write EPIPE", { errno: -32, code: "EPIPE", syscall: "write" })],
  ["a route lost after sending", false, undici("read ETIMEDOUT", { errno: -110, code: "ETIMEDOUT", syscall: "read" })],
  [
    "no answer for 5 min",
    false,
    undici("Headers Timeout Error", {
      name: "HeadersTimeoutError",
      code: "UND_ERR_HEADERS_TIMEOUT",
    }),
  ],
  [
    "an answer that is not HTTP",
    false,
    undici("Response does not match the HTTP/1.1 protocol (Expected HTTP/)", {
      name: "HTTPParserError",
      code: "HPE_INVALID_CONSTANT",
      data: "connect ECONNREFUSED, client error (Connect)\r\n\r\n",
    }),
  ],
  [
    "HTTP/2 session gone, Node 26",
    false,
    undici("Session closed with error code 2", { code: "ERR_HTTP2_SESSION_ERROR" }),
  ],
  [
    "headers, then cut",
    false,
    new TypeError("terminated", { cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }) }),
  ],
];

const bun = (code: string, message: string) => Object.assign(new TypeError(message), { code, path: HTTPS, errno: 0 });
const UNABLE = "Unable to connect. Is the computer able to access the url?";
const LOST =
  "ECONNRESET: The socket connection was closed unexpectedly. For more information, pass `verbose: true` in " +
  "the second argument to fetch()";
const NO_TLS = "EPROTO: The TLS handshake failed. Does the server speak TLS on this port?";

const BUN: readonly Recorded[] = [
  ["refused, a blocked port too", true, bun("ECONNREFUSED", `ECONNREFUSED: ${UNABLE}`)],
  ["no route to the host", true, bun("EHOSTUNREACH", `EHOSTUNREACH: ${UNABLE}`)],
  ["no route to the network", true, bun("ENETUNREACH", "ENETUNREACH: Was there a typo in the url or port?")],
  ["a SYN that the system gave up", true, bun("ETIMEDOUT", `ETIMEDOUT: ${UNABLE}`)],
  ["a name that does not exist", true, {
    ...bun("ENOTFOUND", ""),
    message: `getaddrinfo ENOTFOUND ${HOST}`,
    syscall: "getaddrinfo",
    hostname: HOST,
  }],
  ["no DNS server", true, {
    ...bun("EAI_AGAIN", ""),
    message: `getaddrinfo EAI_AGAIN ${HOST}`,
    syscall: "getaddrinfo",
    hostname: HOST,
  }],
  ["a certificate signed by itself", true, bun("DEPTH_ZERO_SELF_SIGNED_CERT", "self signed certificate")],
  ["a certificate that has expired", true, bun("CERT_HAS_EXPIRED", "certificate has expired")],
  ["a certificate of tomorrow", true, bun("CERT_NOT_YET_VALID", "certificate is not yet valid")],
  [
    "a certificate of an unknown authority",
    true,
    bun("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first …"),
  ],
  [
    "a certificate for another name",
    true,
    bun(
      "ERR_TLS_CERT_ALTNAME_INVALID",
      `ERR_TLS_CERT_ALTNAME_INVALID fetching "${HTTPS}". For more information, pass …`,
    ),
  ],
  ["1.3.5: refused, no DNS, a SYN that the system gave up", true, bun("ConnectionRefused", UNABLE)],
  ["1.3.5: no route", true, bun("FailedToOpenSocket", "Was there a typo in the url or port?")],
  ["TLS answered by HTTP", false, bun("EPROTO", NO_TLS)],
  ["garbage after the request was read in full", false, bun("EPROTO", NO_TLS)],
  ["closed or reset in the TLS handshake", false, bun("ECONNRESET", LOST)],
  ["read and closed, or reset, or headers cut", false, bun("ECONNRESET", LOST)],
  ["a route lost after sending", false, bun("ECONNRESET", LOST)],
  ["an answer that is not HTTP", false, bun("Malformed_HTTP_Response", `Malformed_HTTP_Response fetching "${HTTPS}".`)],
  ["a gzip body cut", false, bun("ZlibError", `ZlibError fetching "${HTTPS}". For more information, pass …`)],
  ["another's error of that code", false, Object.assign(new Error(UNABLE), { code: "EHOSTUNREACH" })],
  [
    "another's error of that code, with a path",
    false,
    Object.assign(new Error(""), { code: "ETIMEDOUT", path: HTTPS }),
  ],
];

const deno = (text: string) => new TypeError("fetch failed", { cause: new Error(text) });
const connectText = (reason: string) => `error sending request for url (${HTTPS}): client error (Connect): ${reason}`;
const denoConnect = (reason: string) => deno(connectText(reason));
const denoSent = (reason: string) =>
  deno(
    `error sending request from 127.0.0.1:38472 for ${HTTPS} (192.0.2.1:443): client error (SendRequest): ${reason}`,
  );

const DENO: readonly Recorded[] = [
  ["refused", true, denoConnect("tcp connect error: Connection refused (os error 111)")],
  ["no route to the host", true, denoConnect("tcp connect error: No route to host (os error 113)")],
  ["no route to the network", true, denoConnect("tcp connect error: Network is unreachable (os error 101)")],
  ["a SYN that the system gave up", true, denoConnect("tcp connect error: Connection timed out (os error 110)")],
  [
    "a name that does not exist",
    true,
    denoConnect("dns error: failed to lookup address information: Name or service not known"),
  ],
  ["an unknown authority, or none", true, denoConnect("invalid peer certificate: UnknownIssuer")],
  [
    "a certificate that has expired",
    true,
    denoConnect(
      "invalid peer certificate: certificate expired: verification time 1795795209 (UNIX), but certificate …",
    ),
  ],
  [
    "a certificate for another name",
    true,
    denoConnect(`invalid peer certificate: certificate not valid for name "${HOST}"; certificate is only valid for …`),
  ],
  ["TLS answered by HTTP", true, denoConnect("received corrupt message of type InvalidContentType")],
  ["TLS too old", true, denoConnect("received fatal alert: ProtocolVersion")],
  ["closed in the TLS handshake", true, denoConnect("tls handshake eof")],
  ["reset in the TLS handshake", true, denoConnect("Connection reset by peer (os error 104)")],
  [
    "2.8.0: refused, without a cause",
    true,
    new TypeError(connectText("tcp connect error: Connection refused (os error 111)")),
  ],
  ["read and closed", false, denoSent("connection closed before message completed")],
  ["read and reset", false, deno("Connection reset by peer (os error 104)")],
  ["a route lost after sending", false, deno("Connection timed out (os error 110)")],
  ["an answer that is not HTTP", false, denoSent("invalid HTTP version parsed")],
  ["garbage after the request was read in full", false, deno("received corrupt message of type InvalidContentType")],
  ["an alert after the request was sent", false, deno("received fatal alert: CertificateRequired")],
  [
    "TLS closed without notice after the request",
    false,
    deno(
      "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/rustls/manual/_03_howto/" +
        "index.html#unexpected-eof",
    ),
  ],
  ["HTTP/2 stream reset", false, deno("stream error received: stream no longer needed")],
  ["headers, then cut", false, new TypeError("error reading a body from connection")],
  ["a gzip body cut", false, new TypeError("unexpected end of file")],
];

/** They do not tell. */
const SILENT: readonly Recorded[] = [
  ["workerd: refused, no route, read and closed, a blocked port", false, new Error("Network connection lost.")],
  ["workerd: no DNS, TLS", false, new Error("internal error; reference = ijihcu6sepo04g80toemjqca")],
  ["Chromium: everything", false, new TypeError("Failed to fetch")],
  ["Firefox: everything", false, new TypeError("NetworkError when attempting to fetch resource.")],
  ["Safari: everything", false, new TypeError("Load failed")],
];

const RUNTIMES: Readonly<Record<string, readonly Recorded[]>> = {
  "Node 20.20.2 and 26.10.0, and edge-runtime 4.0.1": NODE,
  "Bun 1.4.5": BUN,
  "Deno 2.9.6": DENO,
  "runtimes that do not tell": SILENT,
};

for (const [runtime, recorded] of Object.entries(RUNTIMES)) {
  test(`provesNothingWasSent() judges the errors of ${runtime}`, () => {
    for (const [what, nothingSent, error] of recorded) {
      assertEquals(proves(error), nothingSent, what);
      // As deep as wrappers may put it.
      const wrapped = new Error("no", { cause: new Error("again no", { cause: error }) });
      assertEquals(proves(wrapped), nothingSent, `${what}, wrapped`);
    }
  });
}

test("provesNothingWasSent() believes no connect error where the request may have been sent twice", () => {
  for (const [what, , error] of [...NODE, ...BUN, ...DENO]) assertEquals(proves(error, true), false, what);
});

// Blocked ports

test("provesNothingWasSent() knows a blocked port by the runtime's whole text", () => {
  const rows: readonly (readonly [error: unknown, blocked: boolean])[] = [
    [undici("bad port"), true],
    [new TypeError("Fetch failed: Requests to port 1 are blocked"), true],
    [new TypeError("Fetch failed: Requests to port 10080 are blocked"), true],
    [undici("a bad port"), false],
    [undici("bad port 1"), false],
    [undici("bad port\n"), false],
    [undici("Bad port"), false],
    [new TypeError("Fetch failed: Requests to port 1 are blocked: no"), false],
    [new TypeError("x Fetch failed: Requests to port 1 are blocked"), false],
    [new TypeError("Fetch failed: Requests to port 123456 are blocked"), false],
    [new TypeError("Fetch failed: Requests to port bad port are blocked"), false],
  ];
  for (const [error, blocked] of rows) {
    // A request that was blocked was not sent before either.
    for (const mayHaveBeenResent of [false, true]) assertEquals(proves(error, mayHaveBeenResent), blocked, `${error}`);
  }
});

test("provesNothingWasSent() knows that a Deno without --allow-net sends nothing", () => {
  const message = 'Requires net access to "127.0.0.1:9009", run again with the --allow-net flag';
  assertEquals(proves(Object.assign(new Error(message), { name: "NotCapable" })), true);
  assertEquals(proves(new Error(message)), false);
});

// What the caller, or the other side, can write

/** Names of functions and qualifiers, some of which made a call run three times before codes were compared as a whole. */
const NAMES = [
  "getaddress",
  "getaddrinfo",
  "STRIPE_CONNECT_TEST",
  "ECONNREFUSED",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "connect",
  "bad port",
  "NotCapable",
  "client error (Connect)",
  "): client error (Connect)",
  "error sending request for url (",
  "arn:aws:lambda:eu-central-1:123456789012:function:geo-getaddr",
];

/** Where a name stands in a request. */
const PLACES: Readonly<Record<string, (name: string) => string>> = {
  "FunctionName": (name) => `https://${HOST}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
  "FunctionName, with nothing encoded": (name) => `https://${HOST}/2015-03-31/functions/${name}/invocations`,
  "Qualifier": (name) => `https://${HOST}/2015-03-31/functions/f/invocations?Qualifier=${encodeURIComponent(name)}`,
  "the endpoint's host": (name) => `https://${name.replaceAll(/[^a-z]/gi, "")}.example${PATH}`,
};

for (const [place, url] of Object.entries(PLACES)) {
  test(`provesNothingWasSent() is not moved by what stands in ${place}`, () => {
    for (const name of NAMES) {
      const { href } = new URL(url(name));
      for (const [what, nothingSent, error] of [...NODE, ...BUN, ...DENO, ...SILENT]) {
        assertEquals(proves(withUrl(error, href)), nothingSent, `${what}: ${href}`);
      }
    }
  });
}

/** The same error of a request to another URL. */
function withUrl(error: unknown, href: string): unknown {
  if (!(error instanceof Error)) return { ...(error as object), path: href };
  const { code, path, errno, syscall } = error as Error & Record<string, unknown>;
  const members = Object.entries({ code, path: path && href, errno, syscall }).filter(([, value]) =>
    value !== undefined
  );
  const copy = Object.assign(new Error(error.message.replaceAll(HTTPS, href)), Object.fromEntries(members));
  if (error instanceof AggregateError) return Object.assign(copy, { errors: error.errors });
  return error.cause === undefined ? copy : Object.assign(copy, { cause: withUrl(error.cause, href) });
}

test("provesNothingWasSent() is not moved by texts", () => {
  const texts = [
    "connect ECONNREFUSED 127.0.0.1:443",
    "getaddrinfo ENOTFOUND",
    "ECONNREFUSED",
    "client error (Connect)",
    "client error (Connect): tcp connect error: Connection refused (os error 111)",
    "error sending request: client error (Connect)",
    "self-signed certificate",
    "Client network socket disconnected before secure TLS connection was established",
    // Deno's text where it does not belong: after other words, with others between, of a URL that is none.
    ` error sending request for url (${HTTPS}): client error (Connect): refused`,
    `x: error sending request for url (${HTTPS}): client error (Connect): refused`,
    `x\nerror sending request for url (${HTTPS}): client error (Connect): refused`,
    `Error sending request for url (${HTTPS}): client error (Connect): refused`,
    `error sending request for url (${HTTPS}): x: client error (Connect): refused`,
    `error sending request for url (${HTTPS}): client error (SendRequest): client error (Connect)`,
    `error sending request for url (${HTTPS}): client error (SendRequest): ): client error (Connect)`,
    `error sending request for url (${HTTPS} ): client error (Connect)`,
    `error sending request for url (): client error (Connect)`,
    `error sending request for url (${HTTPS}) client error (Connect)`,
    `error sending request for url (${HTTPS}): client error (Connected)`,
    `error sending request from 127.0.0.1:1 for ${HTTPS} (192.0.2.1:443): client error (Connect): refused`,
  ];
  for (const text of texts) {
    assertEquals(proves(undici(text)), false, text);
    assertEquals(proves(new TypeError(text)), false, text);
    assertEquals(proves(text), false, text);
    assertEquals(
      proves(undici(text, { code: "UND_ERR_SOCKET", reason: text, data: text, hostname: text })),
      false,
      text,
    );
    assertEquals(proves(bun("EPROTO", text)), false, text);
  }
});

test("no URL of http or https holds a space, so none can hold the words that follow it in Deno's text", () => {
  const text = "x): client error (Connect)";
  for (const url of [`/${text}`, `/?${text}`, `/#${text}`, `/a/${text}/b?c=${text}#${text}`]) {
    for (const scheme of ["http", "https"]) {
      assertEquals(new URL(`${scheme}://user:${encodeURIComponent(text)}@example.com${url}`).href.includes(" "), false);
    }
  }
});

// Codes

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and those of `tls.checkServerIdentity`. */
const CERTIFICATE_CODES = [
  ..."UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_CRL UNABLE_TO_DECRYPT_CERT_SIGNATURE UNABLE_TO_DECRYPT_CRL_SIGNATURE"
    .split(" "),
  ..."UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY CERT_SIGNATURE_FAILURE CRL_SIGNATURE_FAILURE CERT_NOT_YET_VALID".split(" "),
  ..."CERT_HAS_EXPIRED CRL_NOT_YET_VALID CRL_HAS_EXPIRED ERROR_IN_CERT_NOT_BEFORE_FIELD".split(" "),
  ..."ERROR_IN_CERT_NOT_AFTER_FIELD ERROR_IN_CRL_LAST_UPDATE_FIELD ERROR_IN_CRL_NEXT_UPDATE_FIELD".split(" "),
  ..."DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT_LOCALLY".split(" "),
  ..."UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_CHAIN_TOO_LONG CERT_REVOKED INVALID_CA PATH_LENGTH_EXCEEDED".split(" "),
  ..."INVALID_PURPOSE CERT_UNTRUSTED CERT_REJECTED HOSTNAME_MISMATCH".split(" "),
  ..."ERR_TLS_CERT_ALTNAME_INVALID ERR_TLS_CERT_ALTNAME_FORMAT".split(" "),
];
const CONNECT_CODES = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"];

test("provesNothingWasSent() takes codes as a whole", () => {
  for (const code of [...CERTIFICATE_CODES, ...CONNECT_CODES]) {
    assertEquals(proves(Object.assign(new Error("no"), { code })), true, code);
    const others = [`${code}_`, `X${code}`, code.slice(1), code.slice(0, -1), code.toLowerCase(), ` ${code}`, [code], {
      code,
    }];
    for (const other of others) {
      assertEquals(proves(Object.assign(new Error("no"), { code: other })), false, `${other}`);
    }
  }
});

test("provesNothingWasSent() knows the system calls before a connection, whatever their code", () => {
  for (const syscall of ["connect", "getaddrinfo"]) {
    for (const code of ["EAI_FAIL", "EAI_MEMORY", "EAI_NODATA", "EACCES", "ECONNRESET", "ETIMEDOUT", undefined]) {
      assertEquals(proves(Object.assign(new Error("no"), { code, syscall })), true, `${syscall} ${code}`);
    }
  }
});

test("provesNothingWasSent() takes codes that say nothing for nothing", () => {
  const codes =
    ("ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ECONNABORTED EPROTO ENOTCONN ESHUTDOWN EAI UND_ERR_SOCKET " +
      "UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT UND_ERR_ABORTED UND_ERR_INFO UND_ERR_REQ_RETRY UND_ERR_RESPONSE " +
      "ERR_SSL_WRONG_VERSION_NUMBER ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR " +
      "ERR_SSL_BAD_RECORD_TYPE ERR_TLS_HANDSHAKE_TIMEOUT ERR_HTTP2_SESSION_ERROR ERR_STREAM_PREMATURE_CLOSE ABORT_ERR " +
      "ERR_NETWORK ERR_CONNECTION_REFUSED CERT CONNECT connect getaddrinfo OUT_OF_MEM UNKNOWN undefined").split(" ");
  for (const code of [...codes, 20, null, undefined, true, NaN]) {
    assertEquals(proves(Object.assign(new Error("no"), { code })), false, `${code}`);
  }
  for (const syscall of ["read", "write", "shutdown", "connectx", "Connect", "getaddr", "", null, ["connect"]]) {
    assertEquals(proves(Object.assign(new Error("no"), { code: "ETIMEDOUT", syscall })), false, `${syscall}`);
  }
});

test("provesNothingWasSent() believes an AggregateError only where all of its errors prove it", () => {
  const refused = connect("ECONNREFUSED", -111);
  const lost = undici("read ECONNRESET", { code: "ECONNRESET", syscall: "read" });
  const group = (errors: unknown, code?: string) =>
    new Error("no", { cause: Object.assign(new Error(""), { errors, code }) });
  const rows: readonly (readonly [what: string, error: unknown, nothingSent: boolean])[] = [
    ["all", group([refused, connect("ETIMEDOUT", -110)]), true],
    ["one not", group([refused, lost], "ECONNREFUSED"), false],
    ["the first not", group([lost, refused], "ECONNREFUSED"), false],
    ["none of them", group([lost, lost]), false],
    ["one that is nothing", group([refused, undefined], "ECONNREFUSED"), false],
    ["a group in a group", group([refused, group([connect("ENETUNREACH", -101)])]), true],
    ["a group in a group, one not", group([refused, group([lost])], "ECONNREFUSED"), false],
    ["no errors at all", group([]), false],
    ["no errors at all, and a code", group([], "ECONNREFUSED"), true],
    ["errors that are no list", group("ECONNREFUSED"), false],
  ];
  for (const [what, error, nothingSent] of rows) assertEquals(proves(error), nothingSent, what);
});

// Strange errors

test("provesNothingWasSent() reads errors of any kind, and never throws", () => {
  const code = "ECONNREFUSED";
  const circle: { cause?: unknown; errors?: unknown[] } = {};
  circle.cause = { cause: circle };
  const group: { errors?: unknown[] } = {};
  group.errors = [Object.assign(new Error(""), { code }), group];
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const rows: readonly (readonly [what: string, error: unknown, nothingSent: boolean])[] = [
    ["nothing", undefined, false],
    ["null", null, false],
    ["a text", code, false],
    ["a number", 111, false],
    ["a symbol", Symbol(code), false],
    ["a function", Object.assign(() => {}, { code }), false],
    ["without a prototype", Object.assign(Object.create(null), { code }), true],
    ["frozen", Object.freeze(Object.assign(new Error(""), { code })), true],
    ["an inherited code", Object.create({ code }), true],
    ["a circle of causes", circle, false],
    ["a group of itself", group, false],
    ["a revoked proxy", proxy, false],
    ["a revoked proxy as cause", new Error("", { cause: proxy }), false],
    ["a cause that throws", Object.defineProperty(new Error(""), "cause", { get: () => fail() }), false],
    ["a code that throws", Object.defineProperty(new Error(""), "code", { get: () => fail() }), false],
    ["errors that throw", { errors: [Object.defineProperty({}, "code", { get: () => fail() })] }, false],
  ];
  for (const [what, error, nothingSent] of rows) assertEquals(proves(error), nothingSent, what);
});

function fail(): never {
  throw new Error("hostile");
}

test("provesNothingWasSent() is quick with chains, groups and texts without end", () => {
  let chain: unknown = { code: "ECONNREFUSED" };
  for (let n = 0; n < 100_000; n++) chain = { cause: chain };
  // 64 ^ 64 ways down.
  let group: unknown = { code: "ECONNREFUSED" };
  for (let n = 0; n < 64; n++) group = { errors: Array(64).fill(group) };
  const long = new Error(`error sending request for url (${"):".repeat(1_000_000)}`);
  assertQuick(() => assertEquals([proves(chain), proves(group), proves(long)], [false, false, false]));
});
