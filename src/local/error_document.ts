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
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  const { name, message, stack = "" } = error;
  return { errorType: name, errorMessage: message, trace: stack.split("\n") };
}
