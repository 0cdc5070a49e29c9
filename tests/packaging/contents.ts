/**
 * What may be in the packages, and nothing else.
 *
 * @module
 */

/** Files beside the code. */
const PAPERS = ["CHANGELOG.md", "LICENSE", "README.md"];

/** What must not stand in any file: paths of this machine, and imports of a runtime's or a registry's own. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of this machine", /file:\/\/\/|\/(tmp|home|root|Users|work)\/\w/],
  ["a source map", /sourceMappingURL/],
  ["a foreign import", /^\s*(import|export)\b[^'"\n]*\bfrom\s+["'](?!\.)/m],
  [
    "a TypeScript import",
    /^\s*(import|export)\b[^'"\n]*\bfrom\s+["'][^"']+\.ts["']/m,
  ],
];

/** What is wrong with the files of the npm package, which lie in `folder`; `sources` are those that it was made from. */
export function checkNpmFiles(
  folder: string,
  files: readonly string[],
  sources: readonly string[],
): string[] {
  const wanted = new Set([
    ...PAPERS,
    "package.json",
    ...sources.map((path) => path.replace(/\.ts$/, ".js")),
  ]);
  const declarations = new Set(
    sources.map((path) => path.replace(/\.ts$/, ".d.ts")),
  );
  const problems = [...wanted].filter((path) => !files.includes(path)).map((
    path,
  ) => `${path} is missing`);
  for (const path of files) {
    if (!wanted.has(path) && !declarations.has(path)) {
      problems.push(`${path} has no place there`);
    }
    if (!/\.(js|d\.ts)$/.test(path)) continue;
    const text = Deno.readTextFileSync(`${folder}/${path}`);
    const code = text.replace(/\/\*[^]*?\*\//g, "");
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

/** The files that a file imports; of declarations, other declarations. */
function targetsOf(path: string, code: string): string[] {
  const specifiers = [
    ...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.[^"']+)["']/g),
  ].map((match) => match[1]!);
  const paths = specifiers.map((specifier) =>
    new URL(specifier, `file:///${path}`).pathname.slice(1)
  );
  return path.endsWith(".d.ts")
    ? paths.map((target) => target.replace(/\.js$/, ".d.ts"))
    : paths;
}

/** What is wrong with the files of the JSR package, as `deno publish` lists them. */
export function checkJsrFiles(
  files: readonly string[],
  sources: readonly string[],
): string[] {
  const wanted = new Set([...PAPERS, "deno.json", ...sources]);
  return [
    ...[...wanted].filter((path) => !files.includes(path)).map((path) =>
      `${path} is missing`
    ),
    ...files.filter((path) => !wanted.has(path)).map((path) =>
      `${path} has no place there`
    ),
  ];
}
