import { refuse } from "./refuse.ts";

/** Where a runtime keeps its environment. */
interface Host {
  readonly Deno?: { readonly env: { get(name: string): string | undefined } };
  readonly process?: { readonly env?: Record<string, string | undefined> };
}

/** Gives a variable as text; `undefined` where it is missing or empty. */
export type ReadVariable = (name: string) => string | undefined;

/**
 * Reads variables of `env`, or otherwise of the process, as they are when they are read. Numbers and booleans count as their
 * text; what has none, such as a binding of a Worker, is refused.
 */
export function environment(env: object | undefined): ReadVariable {
  if (env !== undefined && (typeof env !== "object" || env === null)) refuse("env", "an object with variables", env);
  return (name) => {
    const value = env ? (env as Record<string, unknown>)[name] : readProcess(name);
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    const isBinding = typeof value === "object" && "get" in value;
    const remedy = isBinding ? "it is a binding: await its get(), and pass what that gives" : undefined;
    return refuse(name, "text", value, TypeError, remedy);
  };
}

function readProcess(name: string): string | undefined {
  const { Deno: deno, process: node } = globalThis as Host;
  return deno ? deno.env.get(name) : node?.env?.[name];
}
