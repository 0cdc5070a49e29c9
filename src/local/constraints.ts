import { AwsError, invalidValue } from "./aws_error.ts";

/** What AWS's model says of a text. */
export interface TextRule {
  /** Characters, at least; 1 by default. */
  readonly shortest?: number;
  /** Characters, at most. */
  readonly longest: number;
  /** A regular expression for the whole text, as the model has it. */
  readonly pattern: string;
}

/** Names of functions, with a qualifier or not. */
export const FUNCTION_NAME: TextRule = {
  longest: 256,
  pattern: "(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:|" +
    "(((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?))(function:)?([a-zA-Z0-9-_\\.]+)" +
    "(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
};

/** Names of functions for what is not done to one version alone. */
export const UNQUALIFIED_FUNCTION_NAME: TextRule = {
  longest: 140,
  pattern: "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?" +
    "(function:)?([a-zA-Z0-9-_]+)",
};

/** Versions and aliases. */
export const QUALIFIER: TextRule = { longest: 128, pattern: "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+" };

/** Tenants. */
export const TENANT_ID: TextRule = { longest: 256, pattern: "[a-zA-Z0-9\\._:\\/=+\\-@ ]+" };

/** Names of durable executions. */
export const DURABLE_EXECUTION_NAME: TextRule = { longest: 64, pattern: "[a-zA-Z0-9-_]+" };

/** ARNs of durable executions. */
export const DURABLE_EXECUTION_ARN: TextRule = {
  longest: 1_024,
  pattern: "arn:([a-zA-Z0-9-]+):lambda:([a-zA-Z0-9-]+):(\\d{12}):function:([a-zA-Z0-9_-]+):" +
    "(\\$LATEST(?:\\.PUBLISHED)?|[0-9]+)/durable-execution/([a-zA-Z0-9_-]+)/([a-zA-Z0-9_-]+)",
};

/** Ids of a durable function's callbacks. */
export const CALLBACK_ID: TextRule = { longest: 1_024, pattern: "[A-Za-z0-9+/]+={0,2}" };

/** Where records of events go. */
export const DESTINATION: TextRule = {
  shortest: 0,
  longest: 350,
  pattern: "$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|" +
    "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
};

/** Gives a text that fits its rule, or refuses it in AWS's words. */
export function checkText(member: string, text: string, { shortest = 1, longest, pattern }: TextRule): string {
  if (text.length < shortest) throw invalidValue(member, text, `have length greater than or equal to ${shortest}`);
  if (text.length > longest) throw invalidValue(member, text, `have length less than or equal to ${longest}`);
  if (new RegExp(`^(?:${pattern})$`).test(text)) return text;
  throw invalidValue(member, text, `satisfy regular expression pattern: ${pattern}`);
}

/** Gives a value that is one of several, or refuses it in AWS's words. */
export function checkEnum(member: string, value: string, values: readonly string[]): string {
  if (!values.includes(value)) throw invalidValue(member, value, `satisfy enum value set: [${values.join(", ")}]`);
  return value;
}

/** Gives a whole number in its range, or refuses it in AWS's words. */
export function checkInteger(member: string, value: unknown, least: number, most: number): number {
  if (!Number.isInteger(value)) throw unserializable(`${JSON.stringify(value)} can not be converted to an Integer`);
  const number = value as number;
  if (number < least) throw invalidValue(member, number, `have value greater than or equal to ${least}`);
  if (number > most) throw invalidValue(member, number, `have value less than or equal to ${most}`);
  return number;
}

/** Refuses what does not have the type of AWS's model. */
export function unserializable(message: string): AwsError {
  return new AwsError("SerializationException", message);
}
