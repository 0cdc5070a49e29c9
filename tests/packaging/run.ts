/**
 * Makes both packages from a clean copy, as a release does, and uses the npm one as strangers would.
 *
 *     deno task packaging
 *
 * What checks it comes from the package.json beside this file.
 *
 * @module
 */
import { checkJsrFiles, checkNpmFiles } from "./contents.ts";

const here = import.meta.dirname!;
const root = `${here}/../..`;
const temporary = await Deno.makeTempDir({ prefix: "packaging-" });
const bin = (name: string) => `${here}/node_modules/.bin/${name}`;

/** Runs a program to its good end, and gives all that it prints. */
async function run(
  cwd: string,
  program: string,
  ...args: readonly string[]
): Promise<string> {
  const env = {
    NO_COLOR: "1",
    CI: "true",
    WRANGLER_SEND_METRICS: "false",
    XDG_CONFIG_HOME: `${temporary}/config`,
  };
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
  }).output();
  const output = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  ).join("");
  if (code !== 0) {
    throw new Error(
      `${program} ${args.join(" ")} ended with ${code}:\n${output}`,
    );
  }
  return output;
}

let failed = 0;

/** One line for each check: what it found out, or why it failed. */
async function check(what: string, find: () => Promise<string>): Promise<void> {
  const start = Date.now();
  try {
    const found = await find();
    console.log(
      `ok      ${what}: ${found} (${
        ((Date.now() - start) / 1_000).toFixed(1)
      } s)`,
    );
  } catch (error) {
    failed++;
    console.log(
      `FAILED  ${what}\n${
        String((error as Error).message).trimEnd().replace(/^/gm, "        ")
      }`,
    );
  }
}

function must(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** Anew where nothing is installed, or where the lock is newer than what is. */
async function install(): Promise<void> {
  const installed = await Deno.stat(`${here}/node_modules/.package-lock.json`)
    .catch(() => undefined);
  const lock = await Deno.stat(`${here}/package-lock.json`);
  if (installed?.mtime && lock.mtime && installed.mtime >= lock.mtime) return;
  console.log("npm ci in tests/packaging");
  await run(here, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
}

/** All that git has or would take, and nothing that it ignores. */
async function copyRepository(): Promise<string> {
  const copy = `${temporary}/copy`;
  const listed = await run(
    root,
    "git",
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  );
  for (const path of listed.split("\0").filter(Boolean)) {
    await Deno.mkdir(`${copy}/${path}`.replace(/\/[^/]*$/, ""), {
      recursive: true,
    });
    // What is deleted, and not yet committed, is still listed.
    await Deno.copyFile(`${root}/${path}`, `${copy}/${path}`).catch(() => {});
  }
  return copy;
}

/** The files below a folder, as paths from there. */
function* filesOf(folder: string, below = ""): Generator<string> {
  for (const entry of Deno.readDirSync(`${folder}/${below}`)) {
    if (entry.isDirectory) yield* filesOf(folder, `${below}${entry.name}/`);
    else yield `${below}${entry.name}`;
  }
}

/** An empty project with the package in it. */
async function makeConsumer(tarball: string): Promise<string> {
  const consumer = `${temporary}/consumer`;
  await Deno.mkdir(consumer);
  await Deno.writeTextFile(
    `${consumer}/package.json`,
    '{ "private": true, "type": "module" }',
  );
  for (const { name } of Deno.readDirSync(`${here}/consumer`)) {
    await Deno.copyFile(`${here}/consumer/${name}`, `${consumer}/${name}`);
  }
  await run(
    consumer,
    "npm",
    "install",
    "--offline",
    "--no-audit",
    "--no-fund",
    tarball,
  );
  return consumer;
}

/** The names that the source exports by entry, and whether the package has them all. */
function compareExports(
  printed: string,
  copy: string,
  exported: Readonly<Record<string, string>>,
): Promise<string> {
  const found = JSON.parse(printed) as Record<string, string[]>;
  return Promise.all(
    Object.entries(exported).map(async ([entry, file]) => {
      const wanted = Object.keys(await import(`file://${copy}/${file}`));
      must(
        String(found[entry]) === String(wanted)
          ? []
          : [`${entry}: ${found[entry]} in place of ${wanted}`],
      );
      return wanted.length;
    }),
  ).then((counts) => `${counts.join(" + ")} exports, invoked in process`);
}

/** A bundle of the Worker that asks for nothing, and answers. */
async function checkBundle(file: string): Promise<string> {
  const code = await Deno.readTextFile(file);
  must(
    /\bfrom\s*["']|\brequire\(|\bimport\s*["']/.test(code)
      ? [`${file} imports something`]
      : [],
  );
  const { default: worker } = await import(`file://${file}`);
  const answers = await Promise.all(["/page", "/story"].map(async (path) => {
    const response: Response = await worker.fetch(
      new Request(`https://example.com${path}`),
    );
    return `${response.status} ${await response.text()}`;
  }));
  must(
    String(answers) === "201 from function,200 Once upon a time"
      ? []
      : [`it answers ${answers}`],
  );
  return `${(code.length / 1_024).toFixed(0)} KiB, answers`;
}

await install();
const copy = await copyRepository();
const manifest = JSON.parse(await Deno.readTextFile(`${copy}/deno.json`));
const sources = ["mod.ts", ...[...filesOf(copy, "src/")]];
let tarball = "", consumer = "";

await check("deno publish --dry-run", async () => {
  const output = await run(
    copy,
    Deno.execPath(),
    "publish",
    "--dry-run",
    "--allow-dirty",
  );
  must(/warning/i.test(output) ? [output] : []);
  const files = [...output.matchAll(/^\s+file:\/\/\S+?\/copy\/(\S+) \(/gm)].map(
    (match) => match[1]!,
  );
  must(checkJsrFiles(files, sources));
  return `${files.length} files, no slow types`;
});

await check("deno pack", async () => {
  await run(copy, Deno.execPath(), "pack", "--no-source-maps", "--allow-dirty");
  tarball = [...Deno.readDirSync(copy)].map(({ name }) => `${copy}/${name}`)
    .find((path) => path.endsWith(".tgz"))!;
  const folder = `${temporary}/unpacked`;
  await Deno.mkdir(folder);
  await run(folder, "tar", "-xzf", tarball);
  const files = [...filesOf(`${folder}/package`)];
  must(checkNpmFiles(`${folder}/package`, files, sources));
  const { name, version, dependencies } = JSON.parse(
    await Deno.readTextFile(`${folder}/package/package.json`),
  );
  must(dependencies ? ["it has dependencies"] : []);
  return `${name}@${version}, ${files.length} files, ${
    ((await Deno.stat(tarball)).size / 1_024).toFixed(0)
  } KiB packed`;
});

await check("publint", async () => {
  const output = await run(copy, bin("publint"), "run", tarball, "--strict");
  must(output.includes("All good!") ? [] : [output]);
  return "nothing found";
});

await check("@arethetypeswrong/cli", async () => {
  await run(
    copy,
    bin("attw"),
    tarball,
    "--profile",
    "esm-only",
    "--no-definitely-typed",
  );
  return "nothing found";
});

await check("npm install, and Node.js", async () => {
  consumer = await makeConsumer(tarball);
  const printed = await run(consumer, "node", "node.mjs");
  const version = (await run(consumer, "node", "--version")).trim();
  return `${version}, ${await compareExports(printed, copy, manifest.exports)}`;
});

for (const moduleResolution of ["nodenext", "bundler"]) {
  await check(`TypeScript, ${moduleResolution}`, async () => {
    const compilerOptions = {
      module: moduleResolution === "bundler" ? "esnext" : moduleResolution,
      moduleResolution,
      target: "es2022",
      lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      // All declarations are read, not only those that are used.
      skipLibCheck: false,
    };
    const files = ["types.ts"];
    await Deno.writeTextFile(
      `${consumer}/tsconfig.json`,
      JSON.stringify({ compilerOptions, files }),
    );
    await run(consumer, bin("tsc"));
    return "compiles";
  });
}

await check("esbuild, for a Worker", async () => {
  const out = `${temporary}/esbuild.mjs`;
  const options = [
    "--bundle",
    "--format=esm",
    "--platform=neutral",
    "--conditions=workerd,worker",
    "--log-level=warning",
  ];
  must(
    [
      await run(
        consumer,
        bin("esbuild"),
        "worker.js",
        ...options,
        "--minify",
        `--outfile=${out}`,
      ),
    ].filter(Boolean),
  );
  return await checkBundle(out);
});

await check("wrangler deploy --dry-run", async () => {
  const out = `${temporary}/wrangler`;
  const options = [
    "--dry-run",
    "--outdir",
    out,
    "--name",
    "consumer",
    "--compatibility-date",
    "2026-04-01",
  ];
  const output = await run(
    consumer,
    bin("wrangler"),
    "deploy",
    "worker.js",
    ...options,
  );
  must(/warning|error/i.test(output) ? [output] : []);
  return await checkBundle(`${out}/worker.js`);
});

await Deno.remove(temporary, { recursive: true });
console.log(`\n${failed} failed`);
Deno.exit(failed ? 1 : 0);
