/**
 * What STS says, by AWS's documentation, and what is read of what it is sent.
 *
 * @module
 */
import type { Answer, Received } from "./wire.ts";

/** When the tests' clocks stand still, unless they say otherwise. */
export const NOW: Date = new Date("2026-01-01T00:00:00Z");

/** An hour later: when AWS's credentials run out by default. */
export const EXPIRY: Date = new Date("2026-01-01T01:00:00Z");

/** Keys of the n-th answer. */
export function keys(n = 1): { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: Date } {
  return {
    accessKeyId: `ASIAEXAMPLE${n}`,
    secretAccessKey: `wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY${n}`,
    sessionToken: `AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW${n}`,
    expiration: EXPIRY,
  };
}

/** The XML of a success. */
export function stsXml(action: string, n = 1, expiration: Date = EXPIRY): Answer {
  const { accessKeyId, secretAccessKey, sessionToken } = keys(n);
  return {
    headers: { "content-type": "text/xml" },
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <${action}Result>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/demo/TestAR</Arn>
      <AssumedRoleId>ARO123EXAMPLE123:TestAR</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${accessKeyId}</AccessKeyId>
      <SecretAccessKey>${secretAccessKey}</SecretAccessKey>
      <SessionToken>
       ${sessionToken}
      </SessionToken>
      <Expiration>${expiration.toISOString()}</Expiration>
    </Credentials>
    <PackedPolicySize>8</PackedPolicySize>
  </${action}Result>
  <ResponseMetadata>
    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
  </ResponseMetadata>
</${action}Response>`,
  };
}

/** The JSON of a success: seconds in place of ISO 8601. */
export function stsJson(action: string, n = 1, expiration: Date = EXPIRY): Answer {
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } = keys(n);
  const Credentials = { AccessKeyId, SecretAccessKey, SessionToken, Expiration: +expiration / 1_000 };
  const AssumedRoleUser = { Arn: "arn:aws:sts::123456789012:assumed-role/demo/TestAR", AssumedRoleId: "ARO123:TestAR" };
  const body = {
    [`${action}Response`]: {
      [`${action}Result`]: { AssumedRoleUser, Credentials },
      ResponseMetadata: { RequestId: "c6104cbe-af31-11e0-8154-cbc7ccf896c7" },
    },
  };
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A refusal in XML. */
export function stsRefusal(status: number, code: string, message = "No"): Answer {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": "request-1" },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>${code}</Code>
    <Message>${message}</Message>
  </Error>
  <RequestId>request-in-body</RequestId>
</ErrorResponse>`,
  };
}

/** What a container's endpoint says. */
export function containerJson(n = 1, expiration: Date = EXPIRY): Answer {
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token } = keys(n);
  return { body: JSON.stringify({ AccessKeyId, SecretAccessKey, Token, Expiration: expiration.toISOString() }) };
}

/** The fields of a form, in order. */
export function fieldsOf(request: Received | undefined): (readonly [string, string])[] {
  return [...new URLSearchParams(request?.text() ?? "")];
}

/** One field of a form. */
export function fieldOf(request: Received | undefined, name: string): string | null {
  return new URLSearchParams(request?.text() ?? "").get(name);
}
