import type { Credentials } from "../signing/credentials.ts";

/** What a caller must know. */
export interface Connection {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** One of the functions, for the examples. */
  readonly functionName: string;
  /** Whether the lines are for PowerShell rather than for a shell. */
  readonly isWindows: boolean;
}

/** The lines to paste for all that calls Lambda. */
export function connectionLines({ url, region, credentials, functionName, isWindows }: Connection): string[] {
  const variables = {
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region, // botocore reads no other
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  // A profile's keys would be taken in place of these, and a token would be sent beside them.
  const strays = ["AWS_PROFILE", "AWS_SESSION_TOKEN"];
  const output = isWindows ? "answer.json" : "/dev/stdout";
  const invoke = (option: string) => `aws lambda invoke ${option}--function-name ${quote(functionName)} ${output}`;
  return [
    "For AWS SDKs, boto3 and the AWS CLI, paste",
    "",
    ...(isWindows
      ? [
        ...strays.map((name) => `  $env:${name} = $null`),
        ...Object.entries(variables).map(([name, value]) => `  $env:${name} = "${value}"`),
      ]
      : [
        `  unset ${strays.join(" ")}`,
        ...Object.entries(variables).map(([name, value]) => `  export ${name}=${value}`),
      ]),
    "",
    `  ${invoke("")}`,
    "",
    "Older ones (AWS CLI before 2.13 and 1.29, boto3 before 1.28, the AWS SDK for JavaScript v2) must be told where it is:",
    "",
    `  ${invoke(`--endpoint-url ${url} `)}`,
    `  boto3.client("lambda", endpoint_url="${url}")`,
    `  new AWS.Lambda({ endpoint: "${url}" })`,
  ];
}

/** A name may hold `$LATEST`. */
function quote(name: string): string {
  return name.includes("$") ? `'${name}'` : name;
}
