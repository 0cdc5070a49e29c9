/**
 * What proxies, platforms and authenticating gateways write about a client: its address, its country, its certificate,
 * who it is, and what it asked for. A client can send the same words about itself, and a function that trusts its front
 * door would believe them, so none of them is handed on unless the caller vouches for it.
 *
 * Names that stand alone are listed whole; what a vendor has a whole namespace for is listed by its namespace, since more
 * names are added to it all the time.
 */
const NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  // https://www.rfc-editor.org/rfc/rfc7239, https://www.rfc-editor.org/rfc/rfc8586, https://www.rfc-editor.org/rfc/rfc9440
  "forwarded",
  "cdn-loop",
  "client-cert",
  "client-cert-chain",
  // Proxies' older words for address, scheme and host.
  "client-ip",
  "forwarded-for",
  "front-end-https",
  "proxy-client-ip",
  "x-client-ip",
  "x-client-scheme",
  "x-cluster-client-ip",
  "x-forwarded",
  "x-host",
  "x-originating-ip",
  "x-proxyuser-ip",
  "x-real-ip",
  "x-real-port",
  "x-rewrite-url",
  "x-scheme",
  "x-url-scheme",
  // Akamai, and Cloudflare for enterprises: https://developers.cloudflare.com/fundamentals/reference/http-headers/
  "true-client-ip",
  // DigitalOcean, Imperva, Alibaba Cloud, Tencent EdgeOne.
  "ali-cdn-real-ip",
  "do-connecting-ip",
  "eo-client-ip",
  "eo-connecting-ip",
  "incap-client-ip",
  // AWS: of a signed request, the session token of its caller.
  "x-amz-security-token",
  // Azure: https://learn.microsoft.com/azure/app-service/overview-authentication-authorization
  "disguised-host",
  "was-default-hostname",
  "x-waws-unencoded-url",
  // Google Cloud: https://cloud.google.com/endpoints/docs/openapi/migrate-to-esp-v2, …/run/docs/authenticating
  "x-apigateway-api-userinfo",
  "x-endpoint-api-userinfo",
  "x-serverless-authorization",
  // Users whom a gateway has authenticated: Apache and Authelia, Grafana, Kong, nginx.
  "remote-email",
  "remote-groups",
  "remote-name",
  "remote-user",
  "x-anonymous-consumer",
  "x-authenticated-groups",
  "x-authenticated-scope",
  "x-authenticated-user",
  "x-authenticated-userid",
  "x-client-dn",
  "x-client-verify",
  "x-credential-identifier",
  "x-credential-username",
  "x-userinfo",
  "x-webauth-user",
]);

/** The namespaces, each with what it is of. */
const NAMESPACES: readonly string[] = [
  "cf-", // Cloudflare, Access too
  "cloudfront-", // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
  "fastly-",
  "fly-", // https://fly.io/docs/networking/request-headers/
  "l5d-", // Linkerd
  "ssl-client-", // ingress-nginx: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
  "tailscale-", // https://tailscale.com/kb/1312/serve
  "wl-proxy-", // WebLogic
  "x-akamai-",
  "x-amzn-", // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
  "x-appengine-", // https://cloud.google.com/appengine/docs/standard/reference/request-headers
  "x-appservice-",
  "x-arr-",
  "x-auth-request-", // https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
  "x-authentik-",
  "x-azure-", // https://learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol
  "x-client-cert", // `x-client-cert` itself too
  "x-consumer-", // Kong
  "x-envoy-", // https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers
  "x-fd-", // Azure Front Door
  "x-forwarded-", // of RFC 7239's predecessors; `x-forwarded-client-cert` of Envoy, `x-forwarded-user` of oauth2-proxy
  "x-goog-authenticated-user-", // https://cloud.google.com/iap/docs/identity-howto
  "x-goog-iap-",
  "x-ms-client-", // Azure App Service
  "x-ms-token-",
  "x-nf-", // Netlify
  "x-original-", // what a proxy rewrote: `x-original-url`, `x-original-host`, `x-original-forwarded-for`
  "x-pomerium-",
  "x-railway-",
  "x-remote-", // https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy
  "x-ssl-",
  "x-sucuri-",
  "x-tls-",
  "x-vercel-", // https://vercel.com/docs/headers/request-headers
];

/** A trace's id says nothing of the client, and AWS's front doors take it from clients too. */
const TRACE_ID = "x-amzn-trace-id";

/**
 * Whether a header is a word about the client that the client itself may have sent. `_` counts as `-`, as it does to
 * everything that reads headers as CGI has them (`HTTP_X_FORWARDED_FOR`).
 *
 * @param name The header's name, in small letters.
 */
export function isClientClaim(name: string): boolean {
  const spelling = name.replaceAll("_", "-");
  if (spelling === TRACE_ID) return false;
  return NAMES.has(spelling) || NAMESPACES.some((namespace) => spelling.startsWith(namespace));
}
