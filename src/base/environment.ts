/** Where a runtime keeps its environment. */
interface Host {
  readonly Deno?: { readonly env: { get(name: string): string | undefined } };
  readonly process?: { readonly env?: Record<string, string | undefined> };
}

/** Reads variables of `env`, or else of the process; one that is empty, or no text, is not there. */
export function environment(env: object | undefined): (name: string) => string | undefined {
  const { Deno: deno, process: node } = globalThis as Host;
  return (name) => {
    const value = env ? (env as Record<string, unknown>)[name] : deno ? deno.env.get(name) : node?.env?.[name];
    return typeof value === "string" && value ? value : undefined;
  };
}
