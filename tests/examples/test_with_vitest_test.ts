// examples/test_with_vitest: its tests run in workerd, under vitest, and compile.
import { install } from "../peers/lambda/install.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";

const root = new URL("../../", import.meta.url).pathname;
const example = `${root}examples/test_with_vitest`;

async function run(cwd: string, program: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const command = new Deno.Command(program, { args, cwd, env: { NO_COLOR: "1" }, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("the tests of a Worker pass in workerd, under vitest", async () => {
  await install(example);
  const { code, text } = await run(example, "npm", "test");
  assertEquals(code, 0, text);
  assertMatch(text, /Tests +7 passed/);
});

Deno.test("the tests of a Worker compile", async () => {
  await install(example);
  // A project of its own, with vitest's types from its node_modules; in the repository's there are none.
  const folder = await Deno.makeTempDir({ prefix: "vitest-" });
  try {
    await Deno.symlink(`${example}/node_modules`, `${folder}/node_modules`, { type: "dir" });
    const files = [...Deno.readDirSync(example)].map(({ name }) => name).filter((name) => /\.ts$|^package/.test(name));
    for (const name of files) await Deno.copyFile(`${example}/${name}`, `${folder}/${name}`);
    const entries = { "": "mod.ts", "/http": "src/http/mod.ts", "/local": "src/local/mod.ts" };
    const imports = Object.entries(entries).map(([entry, path]) => [`@lambda4fetch/lambda4fetch${entry}`, root + path]);
    const config = {
      nodeModulesDir: "manual",
      imports: Object.fromEntries(imports),
      compilerOptions: { strict: true },
    };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config));
    const { code, text } = await run(folder, Deno.execPath(), "check", ".");
    assertEquals(code, 0, text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
