/**
 * What frontends, older code and other runtimes do with the npm package.
 *
 * @module
 */
import { bin, must, run } from "./command.ts";

/** What every program of `consumer/` prints when all went well. */
const GREETING = "Hello, Ada";

/** Node.js 20.19 and later, and 22.12 and later, `require()` ES modules; elsewhere `import()` does it in CommonJS too. */
export async function requireInNode(consumer: string): Promise<string> {
  must((await run(consumer, "node", "require.cjs")).includes(GREETING) ? [] : ["it does not greet"]);
  return "require() and import() in CommonJS";
}

/** Jest runs tests as ES modules where Node.js is told to. */
export async function testWithJest(consumer: string): Promise<string> {
  const config = JSON.stringify({ testMatch: ["**/jest.test.mjs"], testEnvironment: "node", transform: {} });
  const jest = bin("jest").replace(/\.bin\/jest$/, "jest/bin/jest.js");
  const output = await run(
    consumer,
    "node",
    "--experimental-vm-modules",
    jest,
    "--config",
    config,
    "--rootDir",
    consumer,
  );
  must(/^Tests: +2 passed, 2 total$/m.test(output) ? [] : [output]);
  return "2 tests passed";
}

/** Vitest runs tests where a DOM stands in the place of much of the platform. */
export async function testWithVitest(consumer: string, environment: string): Promise<string> {
  const args = ["run", "dom.test.mjs", "--globals", `--environment=${environment}`];
  const output = await run(consumer, bin("vitest"), ...args);
  must(/^ +Tests +7 passed \(7\)$/m.test(output) ? [] : [output]);
  return "7 tests passed";
}

/** Vite builds a page, and leaves out what the page does not use. */
export async function buildWithVite(consumer: string): Promise<string> {
  await Deno.mkdir(`${consumer}/page`, { recursive: true });
  await Deno.writeTextFile(`${consumer}/page/index.html`, '<script type="module" src="../page.js"></script>');
  const output = await run(consumer, bin("vite"), "build", "page", "--logLevel", "warn");
  must(output.trim() ? [output] : []);
  const [script] = [...Deno.readDirSync(`${consumer}/page/dist/assets`)].map(({ name }) => name);
  const code = await Deno.readTextFile(`${consumer}/page/dist/assets/${script}`);
  must(code.includes("AWS4-HMAC-SHA256") ? [] : ["the bundle has no signer"]);
  must(code.includes("recursion-config") ? ["the bundle has what the page does not use"] : []);
  return `${(code.length / 1_024).toFixed(0)} KiB`;
}

/** Another runtime that knows npm runs what Node.js runs. */
export async function runElsewhere(consumer: string, ...command: readonly [string, ...string[]]): Promise<string> {
  const [program, ...args] = command;
  must((await run(consumer, program, ...args, "greet.mjs")).includes(GREETING) ? [] : ["it does not greet"]);
  return (await run(consumer, program, "--version")).split("\n", 1)[0]!;
}
