import type { Operation } from "../protocol/operations.ts";
import { AwsError } from "./aws_error.ts";

/** Finds the operation that a method and a path ask for, and what stands in the path where the label is. */
export function findOperation(
  operations: Iterable<Operation>,
  method: string,
  path: string,
): [operation: Operation, label: string] {
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const label = findLabel(path, operation.path);
    if (label !== undefined) return [operation, label];
  }
  throw new AwsError("UnknownOperationException", `There is no operation at ${method} ${path}`, { status: 404 });
}

function findLabel(path: string, [before, after]: Operation["path"]): string | undefined {
  // An endpoint may have a path of its own, before that of the operation.
  const start = path.indexOf(before);
  if (start < 0 || path.includes("//")) return undefined;
  // Older models end in a slash: `/invoke-async/`.
  const rest = path.slice(start + before.length).replace(/\/$/, "");
  if (!rest.endsWith(after)) return undefined;
  const label = rest.slice(0, rest.length - after.length);
  if (label.includes("/")) return undefined;
  try {
    return decodeURIComponent(label);
  } catch {
    return label; // no percent-encoded UTF-8: no name either
  }
}
