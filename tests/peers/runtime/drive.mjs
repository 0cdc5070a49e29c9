// Runs handlers of handlers.mjs under one of AWS's own runtimes (aws-lambda-ric 3.3.0 is that of Node.js 22, 4.0.2 that of
// Node.js 24), plays the Runtime API for it, and prints what the runtime sent for each:
//
//     node drive.mjs 22 streamed text prelude ...
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const here = import.meta.dirname;
const [version, kind, ...names] = process.argv.slice(2);
const folder = `${here}/node_modules/aws-lambda-ric-${version}`;

/** Stands in for the native client, which asks for events and sends what is not streamed. */
const CLIENT = `
const { request } = require("node:http");
const send = (path, method, body, done) => {
  const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
  request({ hostname, port, method, path: "/2018-06-01/runtime/invocation/" + path, agent: false }, done).end(body);
};
exports.next = () => new Promise((resolve) => send("next", "GET", undefined, (response) => {
  let bodyJson = "";
  response.on("data", (chunk) => bodyJson += chunk).on("end", () => resolve({ bodyJson, headers: response.headers }));
}));
exports.done = (id, body) => send(id + "/response", "POST", body, (response) => response.resume());
exports.error = (id, body) => send(id + "/error", "POST", body, (response) => response.resume());
`;

function installClient() {
  const client = `${version === "22" ? `${folder}/dist` : folder}/rapid-client.node`;
  mkdirSync(client, { recursive: true });
  writeFileSync(`${client}/package.json`, `{"type":"commonjs"}`);
  writeFileSync(`${client}/index.js`, CLIENT);
}

const STARTS = {
  22: [
    "--input-type=module",
    "-e",
    `import { run } from "${folder}/dist/index.mjs"; run("${here}", process.env._HANDLER);`,
  ],
  24: [`${folder}/index.mjs`],
};

const waiting = names.values();
let results = [];

/** The Runtime API: hands out an event for each name, and takes what comes of it. */
const server = createServer((request, response) => {
  const [what, id] = request.url.split("/").reverse();
  if (what === "next") return sendEvent(response);
  const sent = { name: id, what };
  results.push(sent);
  const chunks = [];
  request.on("error", () => {});
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => response.writeHead(202).end());
  request.on("close", () => {
    sent.mode = request.headers["lambda-runtime-function-response-mode"];
    sent.contentType = request.headers["content-type"];
    sent.body = Buffer.concat(chunks).toString("base64");
    const error = request.trailers["lambda-runtime-function-error-body"];
    if (error) sent.error = JSON.parse(Buffer.from(error, "base64").toString());
  });
});

function sendEvent(response) {
  const { done, value: name } = waiting.next();
  if (done) return finish();
  response.setHeader("lambda-runtime-aws-request-id", name);
  response.setHeader("lambda-runtime-deadline-ms", String(Date.now() + 60_000));
  response.setHeader("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:123456789012:function:f");
  response.end(JSON.stringify({ name: "Ada", handler: name }));
}

function finish() {
  child.kill("SIGKILL");
  server.closeAllConnections();
  server.close();
  for (const sent of results) console.log(JSON.stringify(sent));
  results = [];
}

installClient();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const child = spawn(process.execPath, STARTS[version], {
  cwd: here,
  stdio: ["ignore", "ignore", "ignore"],
  env: {
    ...process.env,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`,
    AWS_LAMBDA_FUNCTION_NAME: "f",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/f",
    AWS_LAMBDA_LOG_STREAM_NAME: "s",
    LAMBDA_TASK_ROOT: here,
    _HANDLER: `dispatch.${kind}`,
  },
});
child.on("exit", finish);
