/** A failed function's payload, as AWS's Node.js runtime writes it. */
export interface ErrorDocument {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** A failure that Lambda itself reports: it has no stack. */
export class LambdaFailure extends Error {
  /** AWS's name of it, such as `Sandbox.Timedout`. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** What AWS's runtime says of an error that fails itself when it is looked at. */
const UNREADABLE: ErrorDocument = {
  errorType: "handled",
  errorMessage: "callback called with Error argument, but there was a problem while retrieving one or more of its " +
    "message, name, and stack",
  trace: [],
};

/** Says what a function failed with. */
export function describeError(error: unknown): ErrorDocument {
  if (error instanceof LambdaFailure) return { errorType: error.errorType, errorMessage: error.message };
  try {
    if (!isError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
    const { name, message, stack = "" } = error;
    const trace = stack === "" ? [] : escapeDelete(stack).split("\n");
    return { errorType: escapeDelete(name), errorMessage: escapeDelete(message), trace };
  } catch {
    return UNREADABLE;
  }
}

/** Not by `instanceof` alone: a test runner may give each file an Error of its own. */
function isError(value: unknown): value is Error {
  if (value instanceof Error) return true;
  const { name, message, stack } = Object(value) as Partial<Error>;
  return [name, message, stack].every((member) => typeof member === "string");
}

/** As AWS's runtime does it, since the error goes through a header there. */
function escapeDelete(text: string): string {
  return text.replaceAll("\x7F", "%7F");
}
