/**
 * A Worker in workerd, with the settings of its wrangler.toml.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { install } from "../peers/lambda/install.ts";

const root = new URL("../../", import.meta.url).pathname;
const runtimes = `${root}tests/runtimes`;

/** A running Worker. */
export interface Worker extends AsyncDisposable {
  readonly origin: string;
}

/** Bundles the Worker that a wrangler.toml describes, and serves it on a free port of 127.0.0.1. */
export async function startWorker(wranglerFile: string, env: Readonly<Record<string, string>>): Promise<Worker> {
  await install(runtimes);
  const folder = await Deno.makeTempDir({ prefix: "workerd-" });
  const settings = await Deno.readTextFile(`${root}${wranglerFile}`);
  const setting = (name: string) => new RegExp(`^${name} = (.*)$`, "m").exec(settings)?.[1] ?? "[]";
  await bundle(`${root}${wranglerFile}`.replace(/[^/]*$/, JSON.parse(setting("main"))), `${folder}/worker.js`);
  await Deno.writeTextFile(
    `${folder}/config.capnp`,
    config(setting("compatibility_date"), setting("compatibility_flags"), { ...variables(settings), ...env }),
  );
  const child = new Deno.Command(`${runtimes}/node_modules/.bin/workerd`, {
    args: ["serve", "config.capnp", "--control-fd=1"],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = child.stdout.getReader();
  const { done, value } = await output.read();
  if (done) throw new Error("workerd ended before it listened");
  const { port } = JSON.parse(new TextDecoder().decode(value).split("\n")[0]!);
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await output.cancel();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** As wrangler does it, but with the module's own sources. */
async function bundle(entry: string, outfile: string): Promise<void> {
  const name = "@lambda4fetch/lambda4fetch";
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    loader: { ".html": "text" },
    alias: { [`${name}/http`]: `${root}src/http/mod.ts`, [name]: `${root}mod.ts` },
  });
  await stop();
}

function config(date: string, flags: string, bindings: Readonly<Record<string, string>>): string {
  const texts = Object.entries(bindings).map(([name, value]) =>
    `( name = "${name}", text = ${JSON.stringify(value)} )`
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ( name = "worker", worker = (
      modules = [ ( name = "worker.js", esModule = embed "worker.js" ) ],
      compatibilityDate = ${date},
      compatibilityFlags = ${flags},
      bindings = [ ${texts.join(", ")} ],
      globalOutbound = "local" ) ),
    ( name = "local", network = ( allow = ["local"], deny = [] ) ) ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "worker" ) ] );
`;
}

function variables(settings: string): Record<string, string> {
  const lines = settings.split("[vars]")[1]?.match(/^\w+ = .*$/gm) ?? [];
  return Object.fromEntries(lines.map((line) => [line.split(" = ")[0], JSON.parse(line.replace(/^\w+ = /, ""))]));
}
