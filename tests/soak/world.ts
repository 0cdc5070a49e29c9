/**
 * The Lambda of a reliability run, and its own account of what it ran.
 *
 * @module
 */
import { putFunctionEventInvokeConfig } from "../../mod.ts";
import { type Fault, type LocalLambda, localLambda } from "../../src/local/mod.ts";
import type { Random } from "./random.ts";
import { VAULT_KEYS } from "./vault.ts";

/** What a function was told, by the id in its event. */
export interface Account {
  runs: number;
  deliveries: number;
}

/** What the functions answer, so that callers can tell a right answer from any other. */
export const answers = {
  sync: (id: number) => ({ id, text: "é".repeat(id % 50) }),
  /** From one to six chunks, some of them longer than what comes in one piece from a socket. */
  stream: (id: number) =>
    Array.from({ length: 1 + id % 6 }, (_, n) => `${id}.${n};`.repeat(n === 3 ? 9_000 : 1 + id % 40)),
} as const;

const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** A local Lambda whose functions keep an account. */
export class World {
  readonly lambda: LocalLambda;
  #accounts = new Map<number, Account>();

  private constructor() {
    this.lambda = localLambda({
      sync: ({ id }) => {
        this.account(id).runs++;
        return answers.sync(id);
      },
      stream: ({ id }) => this.#stream(id),
      event: ({ id }) => {
        // One in nine fails at first, one in seventeen for good: both are delivered in the end.
        if (++this.account(id).runs === 1 && id % 9 === 0 || id % 17 === 0) throw new Error("Not yet");
      },
      delivered: ({ requestPayload }) => void this.account(requestPayload.id).deliveries++,
    }, { retryDelay: 1, credentials: VAULT_KEYS });
  }

  async *#stream(id: number): AsyncGenerator<string> {
    this.account(id).runs++;
    for (const chunk of answers.stream(id)) {
      if (id % 4 === 0) await new Promise((done) => setTimeout(done, 1));
      yield chunk;
    }
  }

  /** Makes one that sends what becomes of events to a function that counts them. */
  static async make(): Promise<World> {
    const world = new World();
    const Destination = { Destination: arn("delivered") };
    const DestinationConfig = { OnSuccess: Destination, OnFailure: Destination };
    await putFunctionEventInvokeConfig(world.lambda.config, { FunctionName: "event", DestinationConfig });
    return world;
  }

  /** What was done for an id so far. */
  account(id: number): Account {
    let account = this.#accounts.get(id);
    if (!account) this.#accounts.set(id, account = { runs: 0, deliveries: 0 });
    return account;
  }

  /** Forgets all: what was kept would otherwise be taken for a leak. */
  clear(): void {
    this.#accounts = new Map();
    this.lambda.clear();
    this.lambda.heal();
  }
}

/** What may befall an invocation; those that only streams can have are for them alone. */
const FAULTS: readonly Fault[] = [
  { fault: "throttle" },
  { fault: "throttle", reason: "CallerRateLimitExceeded", retryAfterSeconds: 0.01 },
  { fault: "error", name: "ENINotReadyException" },
  { fault: "error", name: "ResourceConflictException" },
  { fault: "error", name: "ServiceException", afterRun: true },
  { fault: "error", name: "ExpiredTokenException", status: 403 },
  { fault: "html", status: 502 },
  { fault: "html", status: 503, afterRun: true },
  { fault: "reset" },
  { fault: "reset", afterRun: true },
  { fault: "slow", delay: 2 },
];

const STREAM_FAULTS: readonly ((random: Random) => Fault)[] = [
  (random) => ({ fault: "cut", afterBytes: random.below(400) }),
  (random) => ({ fault: "cut", afterBytes: random.below(400), reset: true }),
  (random) => ({ fault: "flip", bit: random.below(3_000) }),
  (random) => ({ fault: "checksum", frame: random.below(3) }),
  () => ({ fault: "incomplete" }),
];

/** A fault for a function. Silence is rare: each costs the time that the caller waits. */
export function makeFault(functionName: string, random: Random): Fault {
  if (random.chance(0.01)) return { fault: "stall", afterRun: random.chance(0.5) };
  if (functionName === "stream" && random.chance(0.6)) return random.pick(STREAM_FAULTS)(random);
  return random.pick(FAULTS);
}
