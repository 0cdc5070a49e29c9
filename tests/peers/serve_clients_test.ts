/**
 * Clients that are not ours call a local Lambda through ./serve, told where it is as the program says.
 *
 * What is not installed is left out, and named, unless `REQUIRE_CLIENTS` is set: the AWS CLI and boto3 (Debian's `awscli`
 * and `python3-boto3`), curl, and the AWS SDK for JavaScript v2 and aws-lite, which are installed on demand.
 *
 * @module
 */
import { AwsClient } from "aws4fetch";
import * as aws from "@aws-sdk/client-lambda";
import { type LocalFunctions, type LocalLambda, localLambda } from "../../src/local/mod.ts";
import { connectionLines } from "../../src/serve/connection_lines.ts";
import { serve } from "../../src/serve/mod.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { noteSkip } from "../support/skips.ts";
import { install } from "./lambda/install.ts";
import { runToEnd } from "./support/running_program.ts";

const HERE = `${import.meta.dirname}/clients`;
const INVOKE = "/2015-03-31/functions/greet/invocations";

const FUNCTIONS: LocalFunctions = {
  greet: ({ name = "world" }, { log }) => {
    log("greeting", name);
    return { message: `Hello, ${name}` };
  },
  fail: () => {
    throw new RangeError("Too far");
  },
};

/** What a client needs: the server's URL, and its variables. */
interface Served {
  readonly lambda: LocalLambda;
  readonly url: string;
  readonly env: Record<string, string>;
  /** What is to be pasted into a shell. */
  readonly lines: readonly string[];
}

async function withServed(use: (served: Served) => Promise<void>): Promise<void> {
  const lambda = localLambda(FUNCTIONS, { retryDelay: 1, region: "eu-central-1" });
  const { region, credentials } = lambda.config;
  const server = await serve(lambda);
  const lines = connectionLines({ url: server.url, region, credentials, functionName: "greet", isWindows: false });
  const exported = lines.flatMap((line) => /export (\w+)=(\S+)/.exec(line) ?? []).map(String);
  const pairs = exported.flatMap((text, at) => at % 3 === 1 ? [[text, exported[at + 1]!] as const] : []);
  try {
    await use({ lambda, url: server.url, env: Object.fromEntries(pairs), lines });
    await lambda.drain();
  } finally {
    await server.close();
  }
}

/** Registers a test of a client that may be missing; `find` gives `undefined` where it is. */
function testClient<T>(name: string, find: () => Promise<T | undefined>, use: (found: T) => Promise<void>): void {
  Deno.test(name, async () => {
    const found = await find();
    if (found !== undefined) return await use(found);
    if (Deno.env.has("REQUIRE_CLIENTS")) throw new Error("It is not installed, and REQUIRE_CLIENTS is set");
    noteSkip(`${name}: it is not installed`);
  });
}

/** The first number of what a program says of itself; `undefined` where there is no such program. */
async function versionOf(program: string, ...args: string[]): Promise<number[] | undefined> {
  try {
    const { code, stdout } = await runToEnd([program, ...args], HERE);
    const text = code === 0 ? /\d+(\.\d+)+/.exec(stdout)?.[0] : undefined;
    return text?.split(".").map(Number);
  } catch {
    return undefined;
  }
}

const isAtLeast = ([major = 0, minor = 0]: readonly number[], [wanted, least]: readonly [number, number]) => {
  return major > wanted || (major === wanted && minor >= least);
};

/** The programs of a name: the one that a shell finds, and Debian's. */
async function programs(name: string, ...args: string[]): Promise<Map<string, number[]> | undefined> {
  const found = new Map<string, number[]>();
  for (const program of [name, `/usr/bin/${name}`]) {
    const version = await versionOf(program, ...args);
    if (version && ![...found.values()].some((other) => String(other) === String(version))) found.set(program, version);
  }
  return found.size > 0 ? found : undefined;
}

testClient(
  "the AWS CLI is told where Lambda is by what is pasted",
  () => programs("aws", "--version"),
  async (found) => {
    for (const [program, version] of found) {
      await withServed(async ({ lines, lambda }) => {
        const commands = lines.filter((line) => line.startsWith("  ")).map((line) => line.trim());
        const variables = commands.filter((line) => /^(unset|export) /.test(line));
        const [plain = "", told = ""] = commands.filter((line) => line.startsWith("aws "));
        // Those of 1.x and 2.x that know AWS_ENDPOINT_URL_LAMBDA.
        const isNew = version[0] === 1 ? isAtLeast(version, [1, 29]) : isAtLeast(version, [2, 13]);
        for (const command of isNew ? [plain, told] : [told]) {
          const script = [...variables, command.replace(/^aws/, program)].join("\n");
          const { code, stdout, stderr } = await runToEnd(["sh", "-c", script], HERE);
          assertEquals([code, stderr], [0, ""], `${program} ${version}`);
          assertMatch(stdout, /"message": ?"Hello, world"/);
          assertMatch(stdout, /"StatusCode": 200/);
        }
        const script = [
          ...variables,
          `${program} ${told.replace(/^aws|greet/g, (word) => word === "greet" ? "nope" : "")}`,
        ];
        const { code, stderr } = await runToEnd(["sh", "-c", script.join("\n")], HERE);
        assert(code !== 0);
        assertMatch(stderr, /ResourceNotFoundException/);
        assertEquals(lambda.invocations.map(({ status }) => status), [...(isNew ? [200, 200] : [200]), 404]);
      });
    }
  },
);

/** What all clients find. */
const EXPECTED = {
  answer: [200, { message: "Hello, Ada é" }],
  failed: ["Unhandled", "RangeError"],
  event: 202,
  unknown: ["ResourceNotFoundException", 404],
};

testClient(
  "boto3 calls Lambda, old and new, and its presigned requests are answered",
  () => programs("python3", "-c", "import boto3; print(boto3.__version__)"),
  async (found) => {
    for (const [program, version] of found) {
      await withServed(async ({ url, env }) => {
        const isNew = isAtLeast(version, [1, 28]);
        const args = isNew ? [] : [url];
        const variables = isNew ? env : { ...env, AWS_ENDPOINT_URL_LAMBDA: "" };
        const { code, stdout, stderr } = await runToEnd([program, "boto.py", ...args], HERE, variables);
        assertEquals([code, stderr.replace(/^.*DeprecationWarning[^]*$/, "")], [0, ""], `boto3 ${version}`);
        const { durable, recursion, ...answers } = JSON.parse(stdout);
        assertEquals(answers, {
          ...EXPECTED,
          older: 202,
          configs: [1],
          presigned: [[200, { message: "Hello, world" }], [403, "InvalidSignatureException"]],
          invalid: ["ValidationException", 400],
        });
        if (recursion) assertEquals(recursion, "Allow");
        if (durable) {
          assertEquals(durable, [
            "SUCCEEDED",
            { message: "Hello, Ada é" },
            ["ExecutionStarted", "InvocationCompleted", "ExecutionSucceeded"],
            ["order-7"],
            true,
          ]);
        }
      });
    }
  },
);

testClient("curl signs for Lambda", () => versionOf("curl", "--version"), async (version) => {
  if (!isAtLeast(version, [7, 75])) return noteSkip(`curl ${version} cannot sign`);
  await withServed(async ({ url, env }) => {
    const user = `${env.AWS_ACCESS_KEY_ID}:${env.AWS_SECRET_ACCESS_KEY}`;
    const signing = ["--aws-sigv4", `aws:amz:${env.AWS_REGION}:lambda`, "--user"];
    const call = async (user: string) => {
      const args = ["--silent", ...signing, user, "--data", '{"name":"Ada é"}', url + INVOKE];
      return JSON.parse((await runToEnd(["curl", ...args], HERE)).stdout);
    };
    assertEquals(await call(user), { message: "Hello, Ada é" });
    assertMatch((await call(`${user}x`)).message, /^The request signature we calculated does not match/);
  });
});

/** The clients that npm installs: 100 MB, so that nobody has to who has not asked for it. */
async function installed(): Promise<true | undefined> {
  const isThere = await Deno.stat(`${HERE}/node_modules`).then(() => true, () => false);
  if (!isThere && !Deno.env.has("REQUIRE_CLIENTS")) return undefined;
  await install(HERE);
  return true;
}

testClient("the AWS SDK for JavaScript v2 calls Lambda", installed, () =>
  withServed(async ({ url, env }) => {
    const variables = { ...env, AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: "1" };
    const { code, stdout, stderr } = await runToEnd(["node", "sdk_v2.mjs", url], HERE, variables);
    assertEquals(code, 0, stderr);
    assertEquals(JSON.parse(stdout), {
      ...EXPECTED,
      log: true,
      older: 202,
      config: 1,
      invalid: ["ValidationException", 400],
      tooLarge: ["RequestEntityTooLargeException", 413],
    });
  }));

testClient("aws-lite calls Lambda", installed, () =>
  withServed(async ({ url, env }) => {
    const { code, stdout, stderr } = await runToEnd(["node", "aws_lite.mjs", url], HERE, env);
    assertEquals(code, 0, stderr);
    assertEquals(JSON.parse(stdout), EXPECTED);
  }));

Deno.test("the AWS SDK for JavaScript v3 calls Lambda, also by a URL that ends in a slash", () =>
  withServed(async ({ lambda, url }) => {
    const { region, credentials } = lambda.config;
    for (const endpoint of [url, `${url}/`]) {
      const sdk = new aws.LambdaClient({ region, credentials, endpoint, maxAttempts: 1 });
      const { Payload } = await sdk.send(new aws.InvokeCommand({ FunctionName: "greet", Payload: '{"name":"Ada é"}' }));
      assertEquals(JSON.parse(new TextDecoder().decode(Payload)), { message: "Hello, Ada é" });
      sdk.destroy();
    }
  }));

Deno.test("aws4fetch calls Lambda, with its signature in a header or in the URL", () =>
  withServed(async ({ lambda, url }) => {
    const { region, credentials: { accessKeyId, secretAccessKey } } = lambda.config;
    const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "lambda", retries: 0 });
    for (const signQuery of [false, true]) {
      const init = { method: "POST", body: '{"name":"Ada é"}', aws: { signQuery } };
      assertEquals(await (await client.fetch(url + INVOKE, init)).json(), { message: "Hello, Ada é" });
    }
  }));
