import type { Routes } from "../support/server.ts";
import { bin, command, here, type Outcome } from "./command.ts";

/** What each run is told. */
export interface Job {
  /** Origin of the scripted server. */
  readonly origin: string;
  readonly filter: string;
}

/** A place where the cases run. */
export interface Runtime {
  /** The version, or undefined where it is not installed. */
  version(): Promise<string | undefined>;
  run(job: Job): Promise<Outcome>;
  /** May be missing, unless `REQUIRE_CHROMIUM` is set. */
  readonly optional?: true;
}

async function versionOf(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { code, output } = await command(program, args);
    return code === 0 ? output.match(/\d+[\d.-]+\d+/)?.[0] : undefined;
  } catch {
    return undefined;
  }
}

const env = (runtime: string, { origin, filter }: Job) => ({ ORIGIN: origin, RUNTIME: runtime, FILTER: filter });

/** One service of workerd.capnp: another compatibility date, with or without Node's modules. */
function workerd(service: string): Runtime {
  return {
    version: () => versionOf(bin("workerd"), "--version"),
    run: (job) => command(bin("workerd"), ["test", "--no-verbose", "workerd.capnp", service], env("workerd", job)),
  };
}

function node(program: string): Runtime {
  return {
    version: () => versionOf(program, "--version"),
    run: (job) => command(program, ["build/console.mjs"], env("node", job)),
  };
}

/** Every runtime, by the name in the table. */
export const runtimes: Readonly<Record<string, Runtime>> = {
  deno: {
    version: () => Promise.resolve(Deno.version.deno),
    run: (job) => {
      // The name does not exist, and that is what is tried with it.
      const args = [
        "run",
        "--no-lock",
        "--allow-net=127.0.0.1,lambda4fetch.invalid",
        "--allow-env",
        "build/console.ts",
      ];
      return command(Deno.execPath(), args, env("deno", job));
    },
  },
  node: node("node"),
  "node-current": node(bin("node")),
  bun: {
    version: () => versionOf(bin("bun"), "--version"),
    run: (job) => command(bin("bun"), ["build/console.ts"], env("bun", job)),
  },
  "workerd": workerd("workerd"),
  "workerd-node": workerd("workerd-node"),
  "workerd-2022": workerd("workerd-2022"),
  "workerd-2022-node": workerd("workerd-2022-node"),
  "edge-runtime": {
    version: () => versionOf("node", "-p", "require('edge-runtime/package.json').version"),
    run: (job) => command("node", ["entries/edge.cjs"], env("edge-runtime", job)),
  },
  chromium: {
    optional: true,
    version: async () => await versionOf(chromium, "--version"),
    run: runChromium,
  },
};

const chromium = Deno.env.get("CHROMIUM") ?? "chromium";
let onReport: (json: string) => void = () => {};

/** What the page asks the server for, and where it puts its reports. */
export const pages: Routes = {
  "/page": () => ({ type: "text/html", body: "<!doctype html><meta charset=utf-8><script src=/page.js></script>" }),
  "/page.js": async () => ({ type: "text/javascript", body: await Deno.readTextFile(`${here}/build/page.js`) }),
  "/report": (body) => {
    onReport(body);
    return { body: "" };
  },
};

/** Headless, with no driver: the page is of another origin than the server (so CORS is real) and posts its reports. */
async function runChromium({ origin, filter }: Job): Promise<Outcome> {
  const start = Date.now();
  const profile = await Deno.makeTempDir({ prefix: "chromium-" });
  const query = new URLSearchParams({ origin, filter });
  const switches = ["headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"];
  const quiet = ["disable-background-networking", "disable-component-update", "disable-sync"];
  const child = new Deno.Command(chromium, {
    args: [
      ...[...switches, ...quiet, `user-data-dir=${profile}`].map((name) => `--${name}`),
      `${origin.replace("127.0.0.1", "localhost")}/page?${query}`,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const output = await new Promise<string>((resolve) => {
    onReport = resolve;
    timer = setTimeout(() => resolve("[]"), 300_000);
    child.status.then(() => resolve("[]"));
  });
  clearTimeout(timer);
  try {
    child.kill("SIGKILL");
  } catch { /* gone already */ }
  await child.status;
  await removeSlowly(profile);
  return { reports: JSON.parse(output), code: 0, ms: Date.now() - start, output: "" };
}

/** Chromium's own children may still write for a moment after it is gone. */
async function removeSlowly(path: string): Promise<void> {
  for (let n = 0; n < 20; n++) {
    try {
      return await Deno.remove(path, { recursive: true });
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
