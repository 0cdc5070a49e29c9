/**
 * The few assertions that the tests use, under the names and signatures of `@std/assert`, so that either can stand in
 * for the other. Not imported from JSR: one import that cannot be loaded would stop every test of a run.
 *
 * @module
 */
import { equal, show } from "./equal.ts";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

/** What a failed assertion throws. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Fails. */
export function fail(message?: string): never {
  throw new AssertionError(`Failed assertion${message ? `: ${message}` : "."}`);
}

/** `what` is made only where it fails: to print both sides takes longer than to compare them. */
function check(holds: boolean, what: () => string, message: string | undefined): asserts holds {
  if (!holds) throw new AssertionError(message ? `${message}: ${what()}` : what());
}

/** Fails unless `condition`. */
export function assert(condition: unknown, message = ""): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Fails if `condition`. */
export function assertFalse(condition: unknown, message?: string): asserts condition is false {
  check(!condition, () => "Expected a falsy value", message);
}

/** Fails unless both hold the same. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  check(
    equal(actual, expected),
    () => `Not equal\n  actual:   ${show(actual)}\n  expected: ${show(expected)}`,
    message,
  );
}

/** Fails if both hold the same. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  check(!equal(actual, expected), () => `Expected something else than ${show(actual)}`, message);
}

/** Fails unless both are the same value or object. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  check(
    Object.is(actual, expected),
    () => `Not the same\n  actual:   ${show(actual)}\n  expected: ${show(expected)}`,
    message,
  );
}

/** Fails if both are the same value or object. */
export function assertNotStrictEquals<T>(actual: T, expected: T, message?: string): void {
  check(!Object.is(actual, expected), () => `Expected another than ${show(actual)}`, message);
}

/** Fails on null and undefined. */
export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  check(actual !== undefined && actual !== null, () => `Expected a value, got ${actual}`, message);
}

/** Fails unless `actual` is larger. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  check(actual > expected, () => `Expected ${show(actual)} > ${show(expected)}`, message);
}

/** Fails unless `actual` is as large or larger. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  check(actual >= expected, () => `Expected ${show(actual)} >= ${show(expected)}`, message);
}

/** Fails unless `actual` is smaller. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  check(actual < expected, () => `Expected ${show(actual)} < ${show(expected)}`, message);
}

/** Fails unless `actual` is as small or smaller. */
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  check(actual <= expected, () => `Expected ${show(actual)} <= ${show(expected)}`, message);
}

/** Fails unless `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  check(actual.includes(expected), () => `Expected ${show(actual)} to contain ${show(expected)}`, message);
}

/** Fails unless `actual` matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  check(expected.test(actual), () => `Expected ${show(actual)} to match ${expected}`, message);
}

/** Fails if `actual` matches. */
export function assertNotMatch(actual: string, expected: RegExp, message?: string): void {
  check(!expected.test(actual), () => `Expected ${show(actual)} not to match ${expected}`, message);
}

/** Fails unless `actual` is an instance. */
export function assertInstanceOf<T>(
  actual: unknown,
  // deno-lint-ignore no-explicit-any
  expectedType: abstract new (...args: any[]) => T,
  message?: string,
): asserts actual is T {
  check(
    actual instanceof expectedType,
    () => `Expected an instance of ${expectedType.name}, got ${show(actual)}`,
    message,
  );
}

/** Fails unless all that `expected` names is in `actual`, at any depth. */
export function assertObjectMatch(actual: object, expected: object, message?: string): void {
  check(includes(actual, expected), () => `Expected ${show(actual)} to include ${show(expected)}`, message);
}

function includes(actual: unknown, expected: unknown): boolean {
  const plain = typeof expected === "object" && expected !== null && expected.constructor?.name === "Object";
  if (!plain || typeof actual !== "object" || actual === null) return equal(actual, expected);
  return Object.entries(expected).every(([key, value]) => includes((actual as Record<string, unknown>)[key], value));
}

/** Fails unless `fn` throws; gives what it threw. */
export function assertThrows(fn: () => unknown, message?: string): unknown;
export function assertThrows<E extends Error>(
  fn: () => unknown,
  errorClass: ErrorClass<E>,
  includes?: string,
  message?: string,
): E;
export function assertThrows(fn: () => unknown, ...wanted: Wanted): unknown {
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    return checkThrown(thrown, wanted);
  }
  return fail("Expected function to throw");
}

/** Fails unless `fn` rejects; gives what it rejected with. */
export function assertRejects(fn: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
export function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E>,
  includes?: string,
  message?: string,
): Promise<E>;
export async function assertRejects(fn: () => PromiseLike<unknown>, ...wanted: Wanted): Promise<unknown> {
  try {
    await fn();
  } catch (error) {
    return checkThrown(error, wanted);
  }
  return fail("Expected function to reject");
}

type Wanted = [classOrMessage?: ErrorClass<Error> | string, includes?: string, message?: string];

function checkThrown(thrown: unknown, [errorClass, includes = "", message]: Wanted): unknown {
  if (typeof errorClass !== "function") return thrown;
  if (!(thrown instanceof errorClass)) {
    const stack = (thrown as Error | undefined)?.stack ?? "";
    check(false, () => `Expected ${errorClass.name}, got ${show(thrown)}\n${stack}`, message);
  }
  assertStringIncludes(thrown.message, includes, message);
  return thrown;
}
