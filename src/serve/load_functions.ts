import type { FunctionDefinition, LocalFunction, LocalFunctions } from "../local/function_registry.ts";
import type { HostProcess } from "./host_process.ts";

/** A module that cannot be served; the message says why, in one line. */
export class ModuleError extends Error {
  override readonly name = "ModuleError";
}

/** Finds the file of a module that is named by path, or by its URL. */
export function findModule(process: HostProcess, module: string): string {
  const { resolve } = process.getBuiltinModule("node:path");
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  const path = module.startsWith("file:") ? fileURLToPath(module) : resolve(process.cwd(), module);
  const stat = process.getBuiltinModule("node:fs").statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return path;
  throw new ModuleError(`There is no module ${module}`);
}

/** Loads the functions of a module. */
export async function loadFunctions(process: HostProcess, path: string): Promise<LocalFunctions> {
  const shown = process.getBuiltinModule("node:path").relative(process.cwd(), path) || path;
  const { href } = process.getBuiltinModule("node:url").pathToFileURL(path);
  let module: Record<string, unknown>;
  try {
    module = await import(href);
  } catch (error) {
    throw new ModuleError(`Cannot load ${shown}: ${reasonOf(error)}`, { cause: error });
  }
  const functions = functionsOf(module);
  if (Object.keys(functions).length > 0) return functions;
  throw new ModuleError(`${shown} exports no function`);
}

/** The functions among the exports of a module, by their names, and those that its default export holds. */
export function functionsOf({ default: standard, ...named }: Record<string, unknown>): LocalFunctions {
  const members = typeof standard === "function" ? { default: standard } : Object(standard) as Record<string, unknown>;
  const functions: Record<string, LocalFunction | FunctionDefinition> = {};
  for (const [name, value] of Object.entries({ ...members, ...named })) {
    // What Node.js calls the whole of a module that is not an ES module.
    if (name !== "module.exports" && isFunction(value)) functions[name] = value;
  }
  return functions;
}

function isFunction(value: unknown): value is LocalFunction | FunctionDefinition {
  return typeof value === "function" || typeof (Object(value) as { handler?: unknown }).handler === "function";
}

/** What a module failed with, on one line; of a syntax error also where, which Node.js tells in the stack alone. */
function reasonOf(error: unknown): string {
  const { stack, errors } = Object(error) as { readonly stack?: unknown; readonly errors?: readonly unknown[] };
  const [line = ""] = String(errors?.[0] ?? error).split("\n");
  const [place = ""] = String(stack).split("\n");
  return /^file:\S+:\d+$/.test(place) ? `${line} (${place})` : line;
}
