import { builtinModule } from "../base/builtin_module.ts";
import type { LocalLambda } from "../local/local_lambda.ts";
import { type BunServe, listenOnBun } from "./listen_on_bun.ts";
import { type DenoServe, listenOnDeno } from "./listen_on_deno.ts";
import { listenOnNode } from "./listen_on_node.ts";
import type { Address, Answer, Listener } from "./listener.ts";
import type { NodeHttp } from "./node_messages.ts";

/**
 * Where a local Lambda is served, and for how long.
 *
 * @category Server
 */
export interface ServeOptions {
  /**
   * The port, from 0 to 65,535; 0 chooses a free one.
   *
   * @default {0}
   */
  readonly port?: number | undefined;
  /**
   * The name or address to listen on. With `0.0.0.0`, other machines can call it too, by any address of this machine.
   *
   * @default {"127.0.0.1"}
   */
  readonly hostname?: string | undefined;
  /** Closes the server when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A local Lambda behind a port: see {@linkcode serve}.
 *
 * @category Server
 */
export interface LambdaServer {
  /** The URL, for a config's `endpoint`, such as `http://127.0.0.1:9000`. */
  readonly url: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
  /**
   * Closes the server at once: answers that have begun are cut off.
   *
   * @returns A promise that resolves when it is closed.
   */
  close(): Promise<void>;
}

const LARGEST_PORT = 65_535;

/**
 * Serves a local Lambda on a port of this machine, for AWS SDKs, the AWS CLI, and any other process. It runs on
 * Node.js (20.16 or later), Deno and Bun.
 *
 * @param lambda The local Lambda, from `localLambda`.
 * @param options Where to listen, and a signal that closes the server.
 * @returns The server, once it is listening.
 * @throws {TypeError} If the runtime has no HTTP server.
 * @throws {RangeError} If `port` is not a port number.
 * @throws {Error} If the port is in use, or `hostname` is not an address of this machine.
 * @see {@link https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html}
 * @example Call a served function through HTTP
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import { serve } from "@lambda4fetch/lambda4fetch/serve";
 * import assert from "node:assert/strict";
 *
 * const lambda = localLambda({ greet: ({ name }) => `Hello, ${name}` });
 * const server = await serve(lambda);
 * const { region, credentials } = lambda.config;
 * const config = { region, credentials, endpoint: server.url };
 * assert.equal(await invokeJson(config, { FunctionName: "greet", Payload: { name: "Ada" } }), "Hello, Ada");
 * await server.close();
 * ```
 * @category Server
 */
export async function serve(
  lambda: Pick<LocalLambda, "fetch">,
  options: ServeOptions = {},
): Promise<LambdaServer> {
  const { port = 0, hostname = "127.0.0.1", signal } = options;
  if (!Number.isInteger(port) || port < 0 || port > LARGEST_PORT) {
    throw new RangeError(`Cannot serve as port must be from 0 to ${LARGEST_PORT}: current value is ${port}`);
  }
  signal?.throwIfAborted();
  const listener = await listen({ hostname, port }, (request, info) => lambda.fetch(request, info));
  const close = () => {
    listener.close();
    return listener.closed;
  };
  signal?.addEventListener("abort", close);
  listener.closed.finally(() => signal?.removeEventListener("abort", close));
  return { url: `http://${hostOf(hostname)}:${listener.port}`, port: listener.port, closed: listener.closed, close };
}

/** Where a runtime keeps its servers. */
interface Host {
  readonly Bun?: BunServe;
  readonly Deno?: DenoServe;
  readonly navigator?: { readonly userAgent?: string };
}

async function listen(address: Address, answer: Answer): Promise<Listener> {
  const { Bun: bun, Deno: deno, navigator } = globalThis as Host;
  try {
    if (bun) return listenOnBun(bun, address, answer);
    if (deno) return listenOnDeno(deno, address, answer);
    // Workers have the module too, but no ports.
    const isWorker = navigator?.userAgent === "Cloudflare-Workers";
    const http = isWorker ? undefined : builtinModule<NodeHttp>("node:http");
    if (http) return await listenOnNode(http, address, answer);
  } catch (cause) {
    throw new Error(`Cannot listen on ${hostOf(address.hostname)}:${address.port}: ${reasonOf(cause)}`, { cause });
  }
  throw new TypeError("Cannot serve here as this takes Node.js 20.16, Deno or Bun");
}

/** Each runtime says it in words of its own. */
function reasonOf(cause: unknown): string {
  const { name, code, message } = Object(cause) as { name?: unknown; code?: unknown; message?: unknown };
  return name === "AddrInUse" || code === "EADDRINUSE" ? "the port is in use" : String(message ?? cause);
}

/** What a URL calls the place that a server listens on. */
function hostOf(hostname: string): string {
  if (hostname === "0.0.0.0") return "127.0.0.1";
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (bare === "::") return "[::1]";
  return bare.includes(":") ? `[${bare}]` : bare;
}
