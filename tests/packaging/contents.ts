/**
 * What may be in the packages, and nothing else.
 *
 * @module
 */

import { PROGRAM_PATH } from "../../release/npm_package.ts";

/** Files beside the code. */
const PAPERS = ["CHANGELOG.md", "LICENSE", "README.md"];

/** What must not stand in any file: traces of this machine, and imports from elsewhere. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of this machine", /file:\/\/\/|\/(tmp|home|root|Users|work)\/\w/],
  ["a source map", /sourceMappingURL/],
  ["a foreign import", /^\s*(import|export)\b[^'"\n]*\bfrom\s+["'](?!\.)/m],
  ["a TypeScript import", /^\s*(import|export)\b[^'"\n]*\bfrom\s+["'][^"']+\.ts["']/m],
];

/** What is wrong with the files of the npm package, which lie in `folder`; `sources` are those that it was made from. */
export function checkNpmFiles(folder: string, files: readonly string[], sources: readonly string[]): string[] {
  const wanted = ["package.json", ...PAPERS, PROGRAM_PATH, ...sources.map((path) => path.replace(/\.ts$/, ".js"))];
  // Of what no user can name, there may be none.
  const declarations = sources.map((path) => path.replace(/\.ts$/, ".d.ts"));
  const problems = compare(files, wanted, declarations);
  for (const path of files.filter((path) => /\.(js|d\.ts)$/.test(path))) {
    const code = Deno.readTextFileSync(`${folder}/${path}`).replace(
      /\/\*[^]*?\*\//g,
      "",
    );
    for (const [what, pattern] of FORBIDDEN) {
      if (pattern.test(code)) problems.push(`${path} has ${what} in it`);
    }
    for (const target of targetsOf(path, code)) {
      if (!files.includes(target)) {
        problems.push(`${path} imports ${target}, which is not there`);
      }
    }
  }
  return problems;
}

/** The program loads the module that it is told: what that is, nobody knows before. */
const EXPECTED_WARNINGS = ["unanalyzable-dynamic-import in src/serve/load_functions.ts"];

/** What `deno publish` warns of, in a copy of the repository. */
export function checkWarnings(output: string): string[] {
  const found = [...output.matchAll(/warning\[([\w-]+)\][^]*?--> \S*\/copy\/(\S+?):\d/g)];
  const warnings = found.map(([, code, path]) => `${code} in ${path}`).filter((text) =>
    !EXPECTED_WARNINGS.includes(text)
  );
  const isCounted = (output.match(/warning/gi) ?? []).length === found.length;
  return isCounted ? warnings : [output];
}

/** What is wrong with the files of the JSR package. */
export function checkJsrFiles(files: readonly string[], sources: readonly string[]): string[] {
  return compare(files, ["deno.json", ...PAPERS, ...sources]);
}

function compare(files: readonly string[], wanted: readonly string[], allowed: readonly string[] = []): string[] {
  const known = new Set([...wanted, ...allowed]);
  return [
    ...wanted.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files.filter((path) => !known.has(path)).map((path) => `${path} has no place there`),
  ];
}

/** The files that a file imports; of declarations, other declarations. */
function targetsOf(path: string, code: string): string[] {
  const specifiers = [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.[^"']+)["']/g)].map((match) => match[1]!);
  const paths = specifiers.map((specifier) => new URL(specifier, `file:///${path}`).pathname.slice(1));
  return path.endsWith(".d.ts") ? paths.map((target) => target.replace(/\.js$/, ".d.ts")) : paths;
}
