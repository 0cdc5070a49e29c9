import { AwsError, invalidParameter } from "./aws_error.ts";
import { checkText, FUNCTION_NAME, QUALIFIER } from "./constraints.ts";

/** Where functions are, for their ARNs. */
export interface Location {
  readonly region: string;
  readonly accountId: string;
}

/** The parts of what {@linkcode FUNCTION_NAME} lets through. */
const PARTS = new RegExp(
  "^(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?" +
    "(?:((?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\\d):)?" + // region
    "(?:(\\d{12}):)?" + // account
    "(?:function:)?([a-zA-Z0-9-_.]+)" +
    "(?::(\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$",
);

/** What a FunctionName says. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string | undefined;
}

/** Reads a name, `name:alias`, partial ARN or ARN. */
export function parseFunctionName(text: string, qualifier: string | undefined, location: Location): FunctionReference {
  checkText("functionName", text, FUNCTION_NAME);
  if (qualifier !== undefined) checkText("qualifier", qualifier, QUALIFIER);
  const [, region = location.region, account = location.accountId, name = "", inName] = PARTS.exec(text) ?? [];
  if (region !== location.region) {
    throw new AwsError(
      "ResourceNotFoundException",
      `Functions from ${quote(region)} are not reachable in this region (${quote(location.region)})`,
    );
  }
  if (account !== location.accountId) {
    throw new AwsError("AccessDeniedException", `User is not authorized to use the resource: ${text}`);
  }
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier) {
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  }
  return { name, qualifier: qualifier ?? inName };
}

function quote(text: string): string {
  return `'${text}'`;
}

/** The ARN of a function, of its version or alias. */
export function functionArn({ region, accountId }: Location, name: string, qualifier: string | undefined): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}${qualifier === undefined ? "" : `:${qualifier}`}`;
}
