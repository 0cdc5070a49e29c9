// For tests of handshakes that must fail: signed by itself, for localhost, until 2226. Nobody trusts it, and its key
// opens nothing.

/** A certificate, in PEM. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBqTCCAVCgAwIBAgIUPX560LEomc8M0UcRGIpNJK8JlaMwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSbm9ib2R5IHRydXN0cyB0aGlzMCAXDTI2MTEyNzE2MzcyOVoY
DzIyMjYxMDEwMTYzNzI5WjAdMRswGQYDVQQDDBJub2JvZHkgdHJ1c3RzIHRoaXMw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASWYOlsB0pxrdu1RiKqH0nExMBn04nz
lqFWjCw1+a53Xi5TrYfQeajbpolFS5ZMV1DkPxvjhoazl6eBibf48ljWo2wwajAd
BgNVHQ4EFgQUh9w2OCORt9J4GHsagoqTPDGZBjgwHwYDVR0jBBgwFoAUh9w2OCOR
t9J4GHsagoqTPDGZBjgwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAwGA1Ud
EwEB/wQCMAAwCgYIKoZIzj0EAwIDRwAwRAIgE5Uno4CLzjKgInWZIvLjsMHYNPvt
TbsY3044GQ19E4MCICE6gXlK+U+Tg4QNb33P5puu5Ki7S2S0mWtx7yH/urdH
-----END CERTIFICATE-----
`;

/** Its key. */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgG/ORpGUmp4/IxJjw
muBMSnjrt1eJt+tm89X6sjwPBEahRANCAASWYOlsB0pxrdu1RiKqH0nExMBn04nz
lqFWjCw1+a53Xi5TrYfQeajbpolFS5ZMV1DkPxvjhoazl6eBibf48ljW
-----END PRIVATE KEY-----
`;
