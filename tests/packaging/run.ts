/**
 * Makes both packages from a clean copy, as a release does, and uses the npm one as strangers would.
 *
 *     deno task packaging
 *
 * What checks it comes from the package.json beside this file.
 *
 * @module
 */
import { makeNpmPackage } from "../../release/npm_package.ts";
import { bin, check, failures, filesOf, must, run, temporary } from "./command.ts";
import { COMPILATIONS, compile } from "./compile.ts";
import { checkJsrFiles, checkNpmFiles, checkWarnings } from "./contents.ts";
import { buildWithVite, requireInNode, runElsewhere, testWithJest, testWithVitest } from "./frontends.ts";
import { checkNpmManifest } from "./manifest.ts";
import { serveWithNext } from "./next.ts";
import { copyRepository, install, makeConsumer } from "./prepare.ts";
import { bundleWithEsbuild, bundleWithWrangler, useInNode, useProgram } from "./use.ts";
import { checkWorkflows } from "./workflows.ts";

await install();
const copy = await copyRepository();
const sources = ["mod.ts", ...[...filesOf(copy, "src/")]];
const { exports: exported } = JSON.parse(await Deno.readTextFile(`${copy}/deno.json`));
let tarball = "", consumer = "";
/** For the repository's URL, which only a release needs. */
const STAND_IN = "https://github.com/OWNER/lambda4fetch";

await check("deno publish --dry-run", async () => {
  const output = await run(copy, Deno.execPath(), "publish", "--dry-run", "--allow-dirty");
  must(checkWarnings(output));
  const files = [...output.matchAll(/^\s+file:\/\/\S+?\/copy\/(\S+) \(/gm)].map((match) => match[1]!);
  must(checkJsrFiles(files, sources));
  return `${files.length} files, no slow types`;
});

await check("deno pack, completed", async () => {
  tarball = await makeNpmPackage(copy, temporary, STAND_IN);
  await run(temporary, "tar", "-xzf", tarball);
  const files = [...filesOf(`${temporary}/package`)];
  must(checkNpmFiles(`${temporary}/package`, files, sources));
  must(await checkNpmManifest(`${temporary}/package`, Object.keys(exported), STAND_IN));
  const { name, version } = JSON.parse(await Deno.readTextFile(`${temporary}/package/package.json`));
  return `${name}@${version}, ${files.length} files, ${
    ((await Deno.stat(tarball)).size / 1_024).toFixed(0)
  } KiB packed`;
});

if (!tarball) Deno.exit(1); // all that follows needs it

await check("publint", async () => {
  const output = await run(copy, bin("publint"), "run", tarball, "--strict");
  must(output.includes("All good!") ? [] : [output]);
  return "nothing found";
});

await check("@arethetypeswrong/cli", async () => {
  // CommonJS and the resolution of Node.js 10 know no packages that are ESM alone, with several entries.
  await run(copy, bin("attw"), tarball, "--profile", "esm-only", "--no-definitely-typed");
  return "nothing found";
});

await check("npm install, and Node.js", async () => {
  consumer = await makeConsumer(tarball);
  return await useInNode(consumer, copy, exported);
});
await check("npx, and the AWS CLI as it is told", () => useProgram(consumer));
await check("require() in Node.js", () => requireInNode(consumer));
await check("Jest", () => testWithJest(consumer));
for (const environment of ["jsdom", "happy-dom"]) {
  await check(`Vitest, in ${environment}`, () => testWithVitest(consumer, environment));
}
await check("Deno, with npm's package", () => runElsewhere(consumer, Deno.execPath(), "run", "-A"));
await check("Bun", () => runElsewhere(consumer, bin("bun")));
await check("Vite", () => buildWithVite(consumer));
await check("Next.js", () => serveWithNext(tarball));
for (const compilation of COMPILATIONS) {
  await check(compilation.what, () => compile(consumer, compilation));
}
await check("esbuild, for a Worker", () => bundleWithEsbuild(consumer));
await check("wrangler deploy --dry-run", () => bundleWithWrangler(consumer));

await check("GitHub's workflows", () => checkWorkflows(copy));

await Deno.remove(temporary, { recursive: true });
console.log(`\n${failures.length} failed`);
Deno.exit(failures.length ? 1 : 0);
