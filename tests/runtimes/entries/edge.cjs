// Vercel's edge runtime: the bundle is evaluated in its VM, under this Node.
const { readFileSync } = require("node:fs");
const { EdgeRuntime } = require("edge-runtime");

const runtime = new EdgeRuntime({ initialCode: readFileSync(`${__dirname}/../build/page.js`, "utf8") });
const { ORIGIN, FILTER } = process.env;
const args = [ORIGIN, "edge-runtime", FILTER].map((arg) => JSON.stringify(arg)).join();
runtime.evaluate(`__run(${args})`).then((json) => {
  for (const report of JSON.parse(json)) console.log("##test " + JSON.stringify(report));
  process.stdout.write("", () => process.exit(0)); // not before all is read: `exit` drops the rest
});
