import type { RequestParts } from "./request_parts.ts";

/**
 * A request in payload format 1.0, as REST APIs pass it to a function.
 *
 * @see {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html}
 * @category Requests and responses
 */
export interface HttpEventV1 {
  /** The format. */
  readonly version: "1.0";
  /** Always the same as `path`, since there are no resources. */
  readonly resource: string;
  /** The path as the client sent it, not decoded. */
  readonly path: string;
  /** The method. */
  readonly httpMethod: string;
  /** The headers, with names in lower case. Repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers as lists of values. */
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  /** The decoded query; of a repeated parameter, the last value. */
  readonly queryStringParameters: Readonly<Record<string, string>> | null;
  /** The decoded query, with all values. */
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null;
  /** The request and its client. */
  readonly requestContext: HttpEventV1Context;
  /** Always `null`, since there are no routes. */
  readonly pathParameters: null;
  /** Always `null`, since there are no stages. */
  readonly stageVariables: null;
  /** The body: text, or base64. */
  readonly body: string | null;
  /** Whether `body` is base64. */
  readonly isBase64Encoded: boolean;
}

/**
 * The request and its client: a part of {@linkcode HttpEventV1}.
 *
 * @category Requests and responses
 */
export interface HttpEventV1Context {
  /** Always `anonymous`. */
  readonly accountId: string;
  /** The first label of the host. */
  readonly apiId: string;
  /** Always without an authorizer. */
  readonly authorizer: Readonly<Record<string, null>>;
  /** The host of the request, without the port. */
  readonly domainName: string;
  /** Its first label. */
  readonly domainPrefix: string;
  /** The same as `requestId`. */
  readonly extendedRequestId: string;
  /** The method. */
  readonly httpMethod: string;
  /** `sourceIp`, which is `0.0.0.0` if it is unknown, and `userAgent`; everything else is `null`. */
  readonly identity: Readonly<Record<string, string | null>>;
  /** The path. */
  readonly path: string;
  /** Always `HTTP/1.1`. */
  readonly protocol: string;
  /** An id of the request. */
  readonly requestId: string;
  /** When the request arrived, such as `04/Mar/2020:19:15:17 +0000`. */
  readonly requestTime: string;
  /** The same in milliseconds since 1970. */
  readonly requestTimeEpoch: number;
  /** Always `null`, since there are no resources. */
  readonly resourceId: null;
  /** The path. */
  readonly resourcePath: string;
  /** Always `$default`, since there are no stages. */
  readonly stage: string;
}

/** What only AWS's own authorizers know. */
const UNKNOWN_IDENTITY = {
  accessKey: null,
  accountId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/** Writes a request down in payload format 1.0. */
export function toFormat1(parts: RequestParts): HttpEventV1 {
  const { method, path, query, headers, body, sourceIp, userAgent, time, timeEpoch, context } = parts;
  // With its `?`: the query may begin with one more.
  const parameters = new URLSearchParams(`?${query}`);
  const lists = new Map<string, string[]>();
  parameters.forEach((value, name) => {
    const list = lists.get(name);
    if (list) list.push(value);
    else lists.set(name, [value]);
  });
  return {
    version: "1.0",
    resource: path,
    path,
    httpMethod: method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: Object.fromEntries([...headers].map(([name, value]) => [name, [value]])),
    queryStringParameters: lists.size > 0 ? Object.fromEntries(parameters) : null,
    multiValueQueryStringParameters: lists.size > 0 ? Object.fromEntries(lists) : null,
    requestContext: {
      ...context,
      authorizer: { claims: null, scopes: null },
      extendedRequestId: context.requestId,
      httpMethod: method,
      identity: { ...UNKNOWN_IDENTITY, sourceIp, userAgent },
      path,
      protocol: "HTTP/1.1",
      requestTime: time,
      requestTimeEpoch: timeEpoch,
      resourceId: null,
      resourcePath: path,
    },
    pathParameters: null,
    stageVariables: null,
    body: null,
    ...body,
  };
}
