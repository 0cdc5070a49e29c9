/**
 * What strangers do with the npm package.
 *
 * @module
 */
import { RunningProgram } from "../peers/support/running_program.ts";
import { bin, must, run, temporary } from "./command.ts";

/** Node.js imports all entries, invokes in process, and finds all that the source exports. */
export async function useInNode(
  consumer: string,
  copy: string,
  exported: Readonly<Record<string, string>>,
): Promise<string> {
  const version = (await run(consumer, "node", "--version")).trim();
  const found = JSON.parse(await run(consumer, "node", "node.mjs")) as Record<
    string,
    string[]
  >;
  const counts = await Promise.all(
    Object.entries(exported).map(async ([entry, file]) => {
      const wanted = Object.keys(await import(`file://${copy}/${file}`));
      must(String(found[entry]) === String(wanted) ? [] : [`${entry}: ${found[entry]} in place of ${wanted}`]);
      return wanted.length;
    }),
  );
  return `${version}, ${counts.join(" + ")} exports, invoked in process`;
}

/** `npx` runs the program, and the AWS CLI calls it when what it prints is pasted into a shell. */
export async function useProgram(consumer: string): Promise<string> {
  const command = ["npx", "--offline", "@lambda4fetch/lambda4fetch", "functions.mjs", "--port=0"] as const;
  await using program = new RunningProgram(command, consumer);
  await program.until(/^Older ones/);
  const lines = program.printed.filter((line) => line.startsWith("  ")).map((line) => line.trim());
  const cli = await run(consumer, "sh", "-c", "aws --version").then((text) => text.trim(), () => undefined);
  if (cli === undefined && Deno.env.has("REQUIRE_CLIENTS")) {
    throw new Error("There is no aws, and REQUIRE_CLIENTS is set");
  }
  must(lines.at(-1) === "aws lambda invoke --function-name greet /dev/stdout" ? [] : lines);
  const paste = cli === undefined ? [...lines.slice(0, -1), "env"] : lines;
  const output = await run(consumer, "sh", "-c", paste.join("\n"));
  const expected = cli === undefined
    ? /AWS_ENDPOINT_URL_LAMBDA=http:/
    : /"greeting": ?"Hello, world"[^]*"StatusCode": 200/;
  must(expected.test(output) ? [] : [output]);
  return cli ?? "skipped the CLI, which is not installed";
}

/** esbuild bundles a Worker. */
export async function bundleWithEsbuild(consumer: string): Promise<string> {
  const out = `${temporary}/esbuild.mjs`;
  const options = ["--bundle", "--minify", "--format=esm", "--platform=neutral", "--conditions=workerd,worker"];
  const output = await run(
    consumer,
    bin("esbuild"),
    "worker.js",
    ...options,
    "--log-level=warning",
    `--outfile=${out}`,
  );
  must(output ? [output] : []);
  return await checkBundle(out);
}

/** Cloudflare's own bundler does. */
export async function bundleWithWrangler(consumer: string): Promise<string> {
  const out = `${temporary}/wrangler`;
  const options = ["--dry-run", "--outdir", out, "--name", "consumer", "--compatibility-date", "2026-04-01"];
  const output = await run(consumer, bin("wrangler"), "deploy", "worker.js", ...options);
  must(/warning|error/i.test(output) ? [output] : []);
  return await checkBundle(`${out}/worker.js`);
}

/** A bundle that asks for nothing, and answers. */
async function checkBundle(file: string): Promise<string> {
  const code = await Deno.readTextFile(file);
  must(/\bfrom\s*["']|\brequire\(|\bimport\s*["']/.test(code) ? [`${file} imports something`] : []);
  const { default: worker } = await import(`file://${file}`);
  const answers: string[] = [];
  for (const path of ["/page", "/story"]) {
    const response: Response = await worker.fetch(new Request(`https://example.com${path}`));
    answers.push(`${response.status} ${await response.text()}`);
  }
  must(String(answers) === "201 from function,200 Once upon a time" ? [] : [`it answers ${answers}`]);
  return `${(code.length / 1_024).toFixed(0)} KiB, answers`;
}
