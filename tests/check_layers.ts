/**
 * Holds the house together: imports point one way, `src/` is Web standards only, and every test is run somewhere.
 *
 *     deno task layers
 *
 * @module
 */
const root = new URL("../", import.meta.url).pathname;

/** Leaves know nothing of the rest, so anyone may import them; they import one another at most. */
const LEAVES =
  /^src\/(batches|crc32|encoding|environment|errors|function_failure|invocation_payload|join_bytes|operations|redact|refuse|remember|retry_policy|stop_watch)\.ts$/;
/** What a user calls. */
const OPERATIONS =
  /^src\/(invoke|invoke_stream|payload_stream|event_invoke_config|recursion_config|durable_callbacks)\.ts$/;
/** Entry points of their own; they import what `mod.ts` exports, or a leaf. */
const BESIDE = /^src\/(http|credentials|local)\//;

const RANK = { leaf: 0, stage: 1, operation: 2, "mod.ts": 3, beside: 4 };

function layerOf(path: string): keyof typeof RANK {
  if (path === "mod.ts") return "mod.ts";
  if (BESIDE.test(path)) return "beside";
  if (LEAVES.test(path)) return "leaf";
  return OPERATIONS.test(path) ? "operation" : "stage";
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

function importsOf(code: string): string[] {
  const pattern = /^(?:import|export)\b[^"'=();]*\bfrom\s*["']([^"'\n]+)["']|\bimport\s*\(?\s*["']([^"'\n]+)["']/gm;
  return [...code.matchAll(pattern)].map((match) => (match[1] ?? match[2])!);
}

/** Whether `from` may import `to`. */
function mayImport(from: string, to: string, exported: readonly string[]): boolean {
  const [upper, lower] = [layerOf(from), layerOf(to)];
  if (upper !== "beside") return RANK[lower] <= RANK[upper];
  if (lower === "beside") return from.split("/")[1] === to.split("/")[1];
  return lower === "leaf" || lower === "mod.ts" || exported.includes(to);
}

function check(): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const path of ["mod.ts", ...sources("src/")]) {
    const code = withoutComments(Deno.readTextFileSync(root + path));
    if (/\bDeno\s*\./.test(code)) problems.push(`${path} names Deno: src/ runs everywhere`);
    const targets: string[] = [];
    for (const specifier of importsOf(code)) {
      if (!specifier.startsWith(".")) problems.push(`${path} imports ${specifier}: src/ has no dependencies`);
      else targets.push(new URL(specifier, `file:///${path}`).pathname.slice(1));
    }
    graph.set(path, targets);
    for (const target of targets) {
      if (mayImport(path, target, graph.get("mod.ts") ?? [])) continue;
      problems.push(`${path} (${layerOf(path)}) imports ${target} (${layerOf(target)})`);
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

/** `tests/*_test.ts` runs on every runtime and so is portable; all else belongs to `tests/peers/`. */
function strayTests(): string[] {
  return [...sources("tests/")].filter((path) => path.endsWith("_test.ts")).flatMap((path) => {
    // Deno alone runs what needs packages, or starts a runtime of its own.
    if (/^tests\/(peers|examples)\//.test(path)) return [];
    if (!/^tests\/[^/]+$/.test(path)) return [`${path} is run by no runtime: it belongs into tests/ or tests/peers/`];
    const code = withoutComments(Deno.readTextFileSync(root + path));
    const foreign = importsOf(code).filter((specifier) => !specifier.startsWith("."));
    const problems = foreign.map((specifier) => `${path} imports ${specifier}: portable tests import nothing foreign`);
    if (/\bDeno\s*\./.test(code)) problems.push(`${path} names Deno: portable tests run everywhere`);
    if (!/\btest\(/.test(code)) problems.push(`${path} registers no case`);
    return problems;
  });
}

const problems = check();
for (const problem of problems) console.error(problem);
if (problems.length > 0) Deno.exit(1);
console.log("Layers hold");
