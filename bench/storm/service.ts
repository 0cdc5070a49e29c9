/**
 * A Lambda function with a limit of concurrency, behind a service that fails for a while.
 *
 * @module
 */
import { sleep } from "./virtual_time.ts";

/** What the service is like; milliseconds. */
export interface ServiceOptions {
  /** Invocations that run at once at most: what is beyond is refused with 429. */
  readonly concurrency: number;
  /** How long an invocation runs. */
  readonly duration: number;
  /** One way of the network. */
  readonly latency: number;
  /** From when until when it loses connections and answers 500, after having run half of the calls. */
  readonly outage: readonly [from: number, to: number];
  readonly random: () => number;
}

/** What came back: an answer, or a connection that was lost. */
export type Reply = Answer | "lost";

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Milliseconds that AWS lets a signature be old. */
const OLDEST_SIGNATURE = 300_000;

/** The service, and what it has seen. */
export class Service {
  /** When each request came in. */
  readonly arrivals: number[] = [];
  /** How often each call was run, by its id. */
  readonly runs = new Map<string, number>();
  #running = 0;
  readonly #options: ServiceOptions;

  /** Has seen nothing. */
  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Takes a request for the call `id`, signed at a time that is written as SigV4 has it. */
  async handle(id: string, amzDate: string): Promise<Reply> {
    const { latency } = this.#options;
    await sleep(latency);
    this.arrivals.push(Date.now());
    const reply = await this.#answer(id, amzDate);
    await sleep(latency);
    return reply;
  }

  async #answer(id: string, amzDate: string): Promise<Reply> {
    const { outage: [from, to], random } = this.#options;
    if (Math.abs(Date.now() - parseAmzDate(amzDate)) > OLDEST_SIGNATURE) {
      return refuse(403, "InvalidSignatureException", "Signature expired");
    }
    const isDown = Date.now() >= from && Date.now() < to;
    if (isDown && random() < .5) return this.#fail();
    if (!await this.#run(id)) return refuse(429, "TooManyRequestsException", "Rate Exceeded.");
    return isDown ? this.#fail() : { status: 200, headers: dated(), body: "{}" };
  }

  /** Runs the function, if there is room. */
  async #run(id: string): Promise<boolean> {
    if (this.#running >= this.#options.concurrency) return false;
    this.#running++;
    this.runs.set(id, (this.runs.get(id) ?? 0) + 1);
    await sleep(this.#options.duration);
    this.#running--;
    return true;
  }

  #fail(): Reply {
    return this.#options.random() < .5 ? "lost" : refuse(500, "ServiceException", "Internal error");
  }
}

function refuse(status: number, code: string, message: string): Answer {
  const headers = { ...dated(), "x-amzn-errortype": code, "content-type": "application/json" };
  return { status, headers, body: JSON.stringify({ Message: message }) };
}

function dated(): Record<string, string> {
  return { date: new Date().toUTCString(), "x-amzn-requestid": "3f6a1b52-8d0f-4a33-9d55-2f0c3c1f0a11" };
}

/** As in 20261127T155303Z. */
function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z"));
}
