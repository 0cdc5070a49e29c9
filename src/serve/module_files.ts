import type { HostProcess } from "./host_process.ts";

/** What stands before the path of a file that is imported: `from "./x"`, `import("./x")`, `require("./x")`. */
const RELATIVE_IMPORT = /\b(?:from|import|require)[\s(]*["'](\.{1,2}\/[^"'\n]*)["']/g;

/** What a path may lack, where a runtime or a bundler adds it. */
const ENDINGS = ["", ".ts", ".mts", ".js", ".mjs", ".cjs", ".json"];

/** The file of a module, and those that it imports by their paths, directly or not. Packages are not among them. */
export function moduleFiles(process: HostProcess, path: string): string[] {
  const { statSync, readFileSync } = process.getBuiltinModule("node:fs");
  const { resolve, dirname } = process.getBuiltinModule("node:path");
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const found = new Set([path]);
  // What is added to a set is visited too.
  for (const file of found) {
    if (!isFile(file) || file.endsWith(".json")) continue;
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(RELATIVE_IMPORT)) {
      const target = resolve(dirname(file), specifier);
      const existing = ENDINGS.map((ending) => target + ending).find(isFile);
      if (existing !== undefined) found.add(existing);
    }
  }
  return [...found];
}
