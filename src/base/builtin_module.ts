interface Host {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

/**
 * A module of Node.js's own, where the runtime has it: Node.js, Deno and Bun. It is not imported, as a bundle for a browser
 * or a worker would need it too.
 */
export function builtinModule<Module>(name: string): Module | undefined {
  try {
    return (globalThis as Host).process?.getBuiltinModule?.(name) as Module | undefined;
  } catch {
    // Next.js's edge runtime has a `process` whose functions throw: https://nextjs.org/docs/messages/node-module-in-edge-runtime
    return undefined;
  }
}
