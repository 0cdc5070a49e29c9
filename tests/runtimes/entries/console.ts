// Deno, Node and Bun: settings from the environment, one line of JSON for each case.
import { runAll } from "../../support/harness.ts";

const { process } = globalThis as unknown as { process: { env: Record<string, string>; exit(code: number): void } };
const { ORIGIN = "", RUNTIME = "", FILTER = "" } = process.env;
await runAll(ORIGIN, RUNTIME, FILTER, (report) => console.log("##test " + JSON.stringify(report)));
