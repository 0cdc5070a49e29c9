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

/** Says what a function failed with. */
export function describeError(error: unknown): ErrorDocument {
  if (error instanceof LambdaFailure) return { errorType: error.errorType, errorMessage: error.message };
  // Not by `instanceof`: a test runner may give each file an Error of its own.
  const { name = "Error", message, stack = "" } = Object(error) as Partial<Error>;
  if (typeof message !== "string") return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: name, errorMessage: message, trace: stack.split("\n") };
}
