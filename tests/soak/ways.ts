import type { LambdaConfig } from "../../mod.ts";
import { sleep } from "../support/watched.ts";
import { type HttpServer, serveHttp } from "./serve_http.ts";
import { type Random, seeded } from "./random.ts";
import { Vault } from "./vault.ts";
import { World } from "./world.ts";

/** A way to a local Lambda; each has its own, so that the faults made for one befall it. */
export interface Way {
  readonly name: "in process" | "over HTTP";
  readonly world: World;
  /** Where its config has its keys from. */
  readonly vault: Vault;
  readonly config: LambdaConfig;
}

type LambdaFetch = NonNullable<LambdaConfig["fetch"]>;

/** Puts another `fetch` in the place of one. */
export type Sabotage = (fetch: LambdaFetch) => LambdaFetch;

/** What all calls share, both ways. */
export interface WaysOptions {
  readonly signal: AbortSignal;
  /** Milliseconds that a call waits for an answer; a silent function costs as much. */
  readonly timeout: number;
  /** What the faults of credentials are drawn by. */
  readonly random: Random;
  readonly sabotage?: Sabotage | undefined;
}

/** Opens both ways. `close` counts the connections that are still open once nobody needs them. */
export async function openWays(
  { signal, timeout, random, sabotage = (fetch) => fetch }: WaysOptions,
): Promise<{ ways: readonly Way[]; close(): Promise<number> }> {
  const here = await World.make(), there = await World.make();
  const server = await serveHttp((request) => there.lambda.fetch(request));
  // With it go the connections that it keeps for later; what remains then is in somebody's hands.
  const client = Deno.createHttpClient({});
  const overHttp: LambdaFetch = (url, init) => {
    const withClient: RequestInit & { client: Deno.HttpClient } = { ...init, client };
    return fetch(url, withClient);
  };
  const limits = { timeout, idleTimeout: timeout, signal };
  const inProcess = here.lambda.config, { region } = there.lambda.config;
  const vaultHere = new Vault(seeded(random.below(2 ** 32))), vaultThere = new Vault(seeded(random.below(2 ** 32)));
  return {
    ways: [
      {
        name: "in process",
        world: here,
        vault: vaultHere,
        config: { ...inProcess, ...limits, credentials: vaultHere.credentials, fetch: sabotage(inProcess.fetch) },
      },
      {
        name: "over HTTP",
        world: there,
        vault: vaultThere,
        config: {
          region,
          credentials: vaultThere.credentials,
          endpoint: server.origin,
          ...limits,
          fetch: sabotage(overHttp),
        },
      },
    ],
    async close() {
      client.close();
      const sockets = await lastSockets(server);
      await server.close();
      return sockets;
    },
  };
}

/** Connections that are held for good: those that are only slow to close get some time. */
async function lastSockets(server: HttpServer): Promise<number> {
  for (let n = 0; server.sockets() && n < 20; n++) await sleep(50);
  return server.sockets();
}
