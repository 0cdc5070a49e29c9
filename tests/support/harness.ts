/**
 * The registry that lets the same `tests/<source>_test.ts` run on every runtime. It needs nothing of its host: under
 * `deno test` each case is handed on to Deno at once, everywhere else `tests/runtimes/` calls {@linkcode runAll}.
 *
 * @module
 */
import { noteSkip } from "./skips.ts";
import { settleWebCrypto, watchWebCrypto } from "./web_crypto.ts";
import { type Peer, type PeerPlan, startPeer } from "./peer.ts";
import { type Answer, ask, type Script, startScript } from "./wire.ts";

/** What each case is handed. */
export interface TestContext {
  /** "deno", "node", "bun", "workerd", "edge-runtime" or "chromium". */
  readonly runtime: string;
  /** Origin of the scripted server, e.g. `http://127.0.0.1:8123`. */
  readonly origin: string;
  /** Puts a list of answers on the server, at an endpoint of its own. */
  script(answers: readonly Answer[]): Promise<Script>;
  /** Starts a server at a port of its own, which goes wrong as planned. */
  peer(plan: PeerPlan): Promise<Peer>;
}

/** Settings of one case. */
export interface TestOptions {
  /** Fails the case after so many milliseconds, 60,000 by default: a guard against what hangs, on the slowest machine. */
  readonly timeoutMs?: number;
}

/** A case's body. One that takes no `t` has no server, and none is started for a file of only such. */
export type Run = (t: TestContext) => void | Promise<void>;

/** A registered case. */
export interface Case extends TestOptions {
  readonly file: string;
  readonly name: string;
  readonly run: Run;
}

/** How a case went. */
export interface Report {
  readonly file: string;
  readonly name: string;
  readonly status: "ok" | "failed" | "skipped";
  readonly ms: number;
  readonly error?: string;
}

/** Throw it to leave a case out where the runtime cannot do it; the reason is printed. */
export class Skip extends Error {
  override readonly name = "Skip";
}

/** The cases registered so far, in order. */
export const cases: Case[] = [];
const names = new Set<string>();
let file = "";

/** Says which file registers next; called by the generated list of files. */
export function openFile(name: string): void {
  file = name;
}

/** Registers a case: listed for every runtime, and handed to `deno test` where there is one. */
export function test(name: string, run: Run, options: TestOptions = {}): void {
  const key = `${file}\n${name}`;
  if (names.has(key)) throw new Error(`Two cases have one name: ${name}`);
  names.add(key);
  const entry: Case = { ...options, file, name, run };
  cases.push(entry);
  if (typeof Deno !== "undefined") inDeno(entry);
}

let endings: (() => void)[] = [];

/** Has something looked at when the current case has passed; it throws what is wrong. */
export function atEnd(check: () => void): void {
  endings.push(check);
}

/** Runs one case and says how it went; never rejects. */
export async function runCase(entry: Case, context: TestContext): Promise<Report> {
  const { file, name, run, timeoutMs = 60_000 } = entry;
  const start = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Timed out after ${timeoutMs} ms`)), timeoutMs);
  });
  const outer = endings;
  endings = [];
  try {
    await Promise.race([run(context), late]);
    for (const check of endings) check();
    return { file, name, status: "ok", ms: Date.now() - start };
  } catch (error) {
    const status = error instanceof Skip ? "skipped" : "failed";
    return { file, name, status, ms: Date.now() - start, error: describe(error) };
  } finally {
    clearTimeout(timer);
    endings = outer;
  }
}

/**
 * Runs every registered case in order, handing each report on at once. Where the server keeps connections alive, only those
 * that talk to it: others replace the timers that a runtime keeps idle connections with.
 */
export async function runAll(
  origin: string,
  runtime: string,
  filter: string,
  report: (report: Report) => void,
): Promise<void> {
  const context = contextOf(origin, runtime);
  const { keepAlive } = await ask<{ keepAlive: boolean }>(`${origin}/mode`);
  const strays = strayRejections();
  for (const entry of cases) {
    const isWanted = `${entry.file} ${entry.name}`.includes(filter) && (!keepAlive || entry.run.length > 0);
    if (!isWanted) continue;
    const outcome = await runCase(entry, context);
    if (entry === cases.at(-1)) await new Promise((done) => setTimeout(done, 20)); // the last one's may yet come
    const error = [...strays.values()].join("\n");
    strays.clear();
    report(error === "" ? outcome : { ...outcome, status: "failed", error });
  }
}

/**
 * Rejections that nobody handled, blamed on the case that runs when they are noticed. Node and Bun end by themselves;
 * workerd with an old date reports a broken body that is being read as well, and takes that back at once.
 */
function strayRejections(): Map<Promise<unknown>, string> {
  const strays = new Map<Promise<unknown>, string>();
  if (typeof globalThis.addEventListener !== "function") return strays;
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault?.(); // edge-runtime has none
    strays.set(event.promise, `Unhandled rejection, here or in the case before: ${describe(event.reason)}`);
  });
  globalThis.addEventListener("rejectionhandled", (event) => strays.delete((event as PromiseRejectionEvent).promise));
  return strays;
}

function contextOf(origin: string, runtime: string): TestContext {
  return {
    origin,
    runtime,
    script: (answers) => startScript(origin, answers),
    peer: (plan) => startPeer(origin, plan),
  };
}

function describe(error: unknown): string {
  if (error instanceof Skip) return error.message;
  const stack = (error as Error | undefined)?.stack;
  if (typeof stack !== "string") return String(error);
  // V8 opens the stack with the message, JavaScriptCore (Bun) does not.
  return stack.includes((error as Error).message) ? stack : `${error}\n${stack}`;
}

let server: Worker | undefined;
let origin = "";

/** Deno's own runner: its leak checks are switched on, so the server lives in a worker, started before and closed after. */
function inDeno(entry: Case): void {
  if (cases.length === 1) {
    watchWebCrypto();
    Deno.test.beforeAll(startWorker);
    Deno.test.afterAll(() => server?.terminate());
  }
  const fn = async () => {
    const report = await runCase(entry, contextOf(origin, "deno"));
    await settleWebCrypto();
    if (report.status === "skipped") noteSkip(`${entry.name}: ${report.error}`);
    if (report.status === "failed") throw new Error(report.error);
  };
  Deno.test({ name: entry.name, fn, sanitizeOps: true, sanitizeResources: true });
}

async function startWorker(): Promise<void> {
  if (cases.every((entry) => entry.run.length === 0)) return;
  const worker = new Worker(new URL("./server_worker.ts", import.meta.url), { type: "module" });
  server = worker;
  origin = await new Promise<string>((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
}
