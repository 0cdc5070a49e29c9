import type { Shape } from "./operations.ts";

/** Turns a scalar into what is wanted of it, or refuses a value that does not have the shape. */
export type Convert = (shape: Shape, value: unknown, member: string) => unknown;

/** Takes what `shape` names out of `value`, in AWS's order: nothing that is absent, `null` or unknown. */
export function pickMembers(shape: Shape, value: unknown, convert: Convert, member = "input"): unknown {
  const isObject = Object(value) === value && isList(shape) === Array.isArray(value);
  if (typeof shape === "string" || !isObject) return convert(shape, value, member);
  if (isList(shape)) {
    return (value as unknown[]).map((item) => item === null ? item : pickMembers(shape[0], item, convert, member));
  }
  const picked: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(shape)) {
    const item = (value as Record<string, unknown>)[name];
    if (item != null) picked[name] = pickMembers(inner, item, convert, name);
  }
  return picked;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
