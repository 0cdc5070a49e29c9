/**
 * Headers in which proxies and platforms tell a server about its client, each with whose it is and where that is written
 * down. A client can send them all.
 *
 * @module
 */

/** Name, and whose word it is. */
export const CLIENT_LIES: readonly (readonly [name: string, source: string])[] = [
  // https://www.rfc-editor.org/rfc/rfc7239, https://www.rfc-editor.org/rfc/rfc9440
  ["forwarded", "RFC 7239"],
  ["client-cert", "RFC 9440"],
  // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-Host
  ["x-forwarded-host", "proxies"],
  ["x-forwarded-prefix", "Traefik, Spring"],
  ["x-forwarded-server", "Apache, Traefik"],
  ["x-forwarded-scheme", "nginx"],
  ["x-forwarded-ssl", "GitLab, Rails"],
  ["x-forwarded-user", "oauth2-proxy"],
  ["x-forwarded-email", "oauth2-proxy"],
  ["x-forwarded-groups", "oauth2-proxy"],
  ["x-forwarded-access-token", "oauth2-proxy"],
  ["x-forwarded-client-cert", "Envoy"],
  ["x-forwarded-tls-client-cert", "Traefik"],
  ["x-real-ip", "nginx"],
  ["x-client-ip", "Apache mod_remoteip"],
  ["x-cluster-client-ip", "Rackspace"],
  ["client-ip", "Azure"],
  ["x-original-url", "IIS"],
  ["x-rewrite-url", "IIS"],
  ["x-original-host", "Azure Application Gateway"],
  ["x-original-forwarded-for", "ingress-nginx"],
  ["front-end-https", "Microsoft"],
  ["remote-user", "Authelia"],
  ["remote-groups", "Authelia"],
  ["x-remote-user", "Kubernetes"],
  ["x-remote-group", "Kubernetes"],
  ["x-auth-request-email", "oauth2-proxy"],
  ["x-webauth-user", "Grafana"],
  ["ssl-client-verify", "ingress-nginx"],
  ["ssl-client-subject-dn", "ingress-nginx"],
  ["x-envoy-external-address", "Envoy"],
  ["x-consumer-username", "Kong"],
  ["x-authenticated-userid", "Kong"],
  ["x-pomerium-jwt-assertion", "Pomerium"],
  ["tailscale-user-login", "Tailscale"],
  ["l5d-client-id", "Linkerd"],
  // https://developers.cloudflare.com/fundamentals/reference/http-headers/
  ["true-client-ip", "Akamai, Cloudflare"],
  ["cf-connecting-ip", "Cloudflare"],
  ["cf-connecting-ipv6", "Cloudflare"],
  ["cf-pseudo-ipv4", "Cloudflare"],
  ["cf-ipcountry", "Cloudflare"],
  ["cf-visitor", "Cloudflare"],
  ["cf-worker", "Cloudflare"],
  ["cf-ray", "Cloudflare"],
  ["cf-access-jwt-assertion", "Cloudflare Access"],
  ["cf-access-authenticated-user-email", "Cloudflare Access"],
  ["cdn-loop", "Cloudflare, RFC 8586"],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
  ["x-amzn-oidc-data", "Application Load Balancer"],
  ["x-amzn-oidc-identity", "Application Load Balancer"],
  ["x-amzn-oidc-accesstoken", "Application Load Balancer"],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
  ["x-amzn-mtls-clientcert", "Application Load Balancer"],
  ["x-amzn-mtls-clientcert-subject", "Application Load Balancer"],
  ["x-amzn-tls-version", "Application Load Balancer"],
  // https://github.com/awslabs/aws-lambda-web-adapter
  ["x-amzn-request-context", "Lambda Web Adapter"],
  ["x-amzn-lambda-context", "Lambda Web Adapter"],
  ["x-amz-security-token", "AWS, of a signed request"],
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
  ["cloudfront-viewer-address", "CloudFront"],
  ["cloudfront-viewer-country", "CloudFront"],
  ["cloudfront-forwarded-proto", "CloudFront"],
  // https://www.fastly.com/documentation/reference/http/http-headers/
  ["fastly-client-ip", "Fastly"],
  ["fastly-client", "Fastly"],
  ["fastly-ff", "Fastly"],
  ["fastly-ssl", "Fastly"],
  // https://vercel.com/docs/headers/request-headers
  ["x-vercel-forwarded-for", "Vercel"],
  ["x-vercel-ip-country", "Vercel"],
  ["x-vercel-oidc-token", "Vercel"],
  // https://learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol
  ["x-azure-clientip", "Azure Front Door"],
  ["x-azure-socketip", "Azure Front Door"],
  ["x-azure-fdid", "Azure Front Door"],
  ["x-fd-healthprobe", "Azure Front Door"],
  // https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
  ["x-ms-client-principal", "Azure App Service"],
  ["x-ms-client-principal-name", "Azure App Service"],
  ["x-ms-token-aad-id-token", "Azure App Service"],
  ["x-arr-clientcert", "Azure App Service"],
  // https://fly.io/docs/networking/request-headers/
  ["fly-client-ip", "Fly.io"],
  ["fly-forwarded-proto", "Fly.io"],
  // https://docs.netlify.com/
  ["x-nf-client-connection-ip", "Netlify"],
  ["x-nf-geo", "Netlify"],
  // https://cloud.google.com/iap/docs/identity-howto, …/appengine/docs/standard/reference/request-headers
  ["x-goog-authenticated-user-email", "Google IAP"],
  ["x-goog-iap-jwt-assertion", "Google IAP"],
  ["x-appengine-user-ip", "Google App Engine"],
  ["x-appengine-user-email", "Google App Engine"],
  ["x-apigateway-api-userinfo", "Google API Gateway"],
  ["x-akamai-edgescape", "Akamai"],
  ["do-connecting-ip", "DigitalOcean"],
  ["incap-client-ip", "Imperva"],
  ["x-sucuri-clientip", "Sucuri"],
];

/** What looks a little like it, and is the client's own business. */
export const HONEST_HEADERS: readonly string[] = [
  "accept-language",
  "authorization",
  "cfx-request",
  "idempotency-key",
  "if-none-match",
  "origin",
  "referer",
  "sec-fetch-site",
  "traceparent",
  "via",
  "x-amz-target",
  "x-amzn-trace-id",
  "x-api-key",
  "x-client-version",
  "x-csrf-token",
  "x-forward",
  "x-http-method-override",
  "x-real",
  "x-request-id",
  "x-requested-with",
];
