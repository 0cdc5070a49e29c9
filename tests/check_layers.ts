/**
 * Holds the house together: imports point one way, `src/` is Web standards only, and every test is run somewhere.
 *
 *     deno task layers
 *
 * @module
 */
const root = new URL("../", import.meta.url).pathname;

/**
 * The rooms and their ranks: a file imports from rooms of a lower rank, and from its own. Rooms of the same rank stand
 * beside each other.
 */
const RANKS: Readonly<Record<string, number>> = {
  "src/base": 0,
  "src/signing": 1,
  "src/event_stream": 1,
  "src/protocol": 2,
  "src/client": 3,
  "src/operations": 4,
  ".": 5, // mod.ts
  "src/http": 6,
  "src/credentials": 6,
  "src/local": 6,
  "src/serve": 7,
};

function roomOf(path: string): string {
  return path.split("/").slice(0, -1).join("/") || ".";
}

/** Every `.ts` below `folder`, as paths from the root. */
function* sources(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(root + folder)) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory && !/node_modules|build/.test(entry.name)) yield* sources(`${path}/`);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

/** The code without its comments; strings stay, since imports are strings. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "$1");
}

/** Whether code, not a text in it, takes something from Deno. */
function usesDeno(code: string): boolean {
  return /\bDeno\s*\./.test(code.replace(/"[^"\n]*"/g, '""'));
}

function importsOf(code: string): string[] {
  const pattern = /^(?:import|export)\b[^"'=();]*\bfrom\s*["']([^"'\n]+)["']|\bimport\s*\(?\s*["']([^"'\n]+)["']/gm;
  return [...code.matchAll(pattern)].map((match) => (match[1] ?? match[2])!);
}

/** Why `from` may not import `to`, if it may not. */
function forbidden(from: string, to: string): string | undefined {
  const [upper, lower] = [roomOf(from), roomOf(to)];
  const [upperRank, lowerRank] = [RANKS[upper], RANKS[lower]];
  if (upperRank === undefined || lowerRank === undefined || upper === lower || lowerRank < upperRank) return;
  return `${from} (rank ${upperRank}) imports ${to} (rank ${lowerRank})`;
}

function check(): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const path of ["mod.ts", ...sources("src/")]) {
    const code = withoutComments(Deno.readTextFileSync(root + path));
    if (usesDeno(code)) problems.push(`${path} names Deno: src/ runs everywhere`);
    const targets: string[] = [];
    for (const specifier of importsOf(code)) {
      if (!specifier.startsWith(".")) problems.push(`${path} imports ${specifier}: src/ has no dependencies`);
      else targets.push(new URL(specifier, `file:///${path}`).pathname.slice(1));
    }
    graph.set(path, targets);
    if (RANKS[roomOf(path)] === undefined) problems.push(`${path} is in no room: see RANKS in tests/check_layers.ts`);
    for (const target of targets) {
      const problem = forbidden(path, target);
      if (problem) problems.push(problem);
    }
  }
  return [...problems, ...cyclesOf(graph), ...strayTests()];
}

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push(`a cycle: ${[...trail.slice(trail.indexOf(path)), path].join(" -> ")}`);
    if (done.has(path) || trail.includes(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

/** Folders of `tests/` whose cases run on Deno alone: what needs packages, or starts a runtime of its own. */
const DENO_ONLY = ["peers", "examples"];

/** `tests/<room>/*_test.ts` runs on every runtime and so is portable. */
function strayTests(): string[] {
  return [...sources("tests/")].filter((path) => path.endsWith("_test.ts")).flatMap((path) => {
    const [, folder, ...rest] = path.split("/");
    if (DENO_ONLY.includes(folder!)) return [];
    const isInRoom = rest.length === 1 && (folder === "support" || `src/${folder}` in RANKS);
    if (!isInRoom) return [`${path} is run by no runtime: it belongs into tests/<room>/ or tests/peers/`];
    const code = withoutComments(Deno.readTextFileSync(root + path));
    const foreign = importsOf(code).filter((specifier) => !specifier.startsWith("."));
    const problems = foreign.map((specifier) => `${path} imports ${specifier}: portable tests import nothing foreign`);
    if (usesDeno(code)) problems.push(`${path} names Deno: portable tests run everywhere`);
    if (!/\btest\(/.test(code)) problems.push(`${path} registers no case`);
    return problems;
  });
}

const problems = check();
for (const problem of problems) console.error(problem);
if (problems.length > 0) Deno.exit(1);
console.log("Layers hold");
