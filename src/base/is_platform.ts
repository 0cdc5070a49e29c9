import { tagOf } from "./refuse.ts";

/** Classes of the platform that are told from others, and what an object of each one is. */
interface PlatformClasses {
  ArrayBuffer: ArrayBuffer;
  Blob: Blob;
  Date: Date;
  ReadableStream: ReadableStream<unknown>;
  Response: Response;
  Uint8Array: Uint8Array;
}

/**
 * Whether a value is of a class of the platform. `instanceof` alone does not tell: in another realm (a frame, Node.js's vm,
 * the DOM of a test runner) a class has the same name, and is another one. Workers with a compatibility date of 2022 know
 * it by the class alone.
 */
export function isPlatform<Name extends keyof PlatformClasses>(
  name: Name,
  value: unknown,
): value is PlatformClasses[Name];
export function isPlatform(name: string, value: unknown): boolean;
export function isPlatform(name: string, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const Class = (globalThis as Record<string, unknown>)[name];
  return tagOf(value) === name || (typeof Class === "function" && value instanceof Class);
}
