/**
 * The calls of a reliability run: what each sends, and what its caller was told.
 *
 * @module
 */
import {
  invoke,
  invokeJson,
  invokeStream,
  isLambdaError,
  type LambdaConfig,
  payloadStream,
  readPayload,
} from "../../mod.ts";
import { equal } from "../support/equal.ts";
import type { Random } from "./random.ts";
import { VaultError } from "./vault.ts";
import { answers } from "./world.ts";

/** What a caller was told. */
export interface Told {
  /**
   * The whole answer; that the event was taken on; that a DryRun would do; a part of the answer, after which it left; or
   * that the call failed, or was aborted.
   */
  readonly what: "answered" | "accepted" | "dry" | "left" | "failed" | "aborted";
  /** Whether the function may have run, where the call failed. */
  readonly mayHaveRun?: boolean;
  /** What was wrong with it. */
  readonly wrong?: string;
}

/** A kind of call. */
export interface Kind {
  readonly functionName: "sync" | "stream" | "event";
  /** How often it is made, beside the others. */
  readonly weight: number;
  /** Whether it may run its function more than once. */
  readonly repeats?: true;
  /** Calls, and compares what comes with what should; what it throws was thrown by the call. */
  readonly call: (config: LambdaConfig, id: number, random: Random) => Promise<Told>;
}

const read = (right: boolean): Told => right ? { what: "answered" } : { what: "answered", wrong: "another answer" };
const story = (id: number) => answers.stream(id).join("");
const input = (FunctionName: string, id: number) => ({ FunctionName, Payload: { id } });

/** All kinds of calls. */
export const KINDS: Readonly<Record<string, Kind>> = {
  invoke: {
    functionName: "sync",
    weight: 20,
    async call(config, id) {
      const { Payload, FunctionError } = await invoke(config, input("sync", id));
      return read(!FunctionError && equal(Payload?.json(), answers.sync(id)));
    },
  },
  invokeJson: {
    functionName: "sync",
    weight: 10,
    call: async (config, id) => read(equal(await invokeJson(config, input("sync", id)), answers.sync(id))),
  },
  "invoke, idempotent": {
    functionName: "sync",
    weight: 10,
    repeats: true,
    async call(config, id) {
      const { Payload } = await invoke(config, input("sync", id), { idempotent: true });
      return read(equal(Payload?.json(), answers.sync(id)));
    },
  },
  Event: {
    functionName: "event",
    weight: 22,
    async call(config, id) {
      const { StatusCode } = await invoke(config, { ...input("event", id), InvocationType: "Event" });
      return { what: "accepted", ...(StatusCode !== 202 && { wrong: `status ${StatusCode}` }) };
    },
  },
  payloadStream: {
    functionName: "stream",
    weight: 14,
    async call(config, id) {
      const text = await new Response(payloadStream(await invokeStream(config, input("stream", id)))).text();
      return read(text === story(id));
    },
  },
  EventStream: {
    functionName: "stream",
    weight: 6,
    async call(config, id) {
      const decoder = new TextDecoder();
      let text = "", isComplete = false;
      for await (const event of (await invokeStream(config, input("stream", id))).EventStream) {
        if (event.PayloadChunk) text += decoder.decode(event.PayloadChunk.Payload, { stream: true });
        else isComplete = true;
      }
      return read(isComplete && text === story(id));
    },
  },
  BUFFERED: {
    functionName: "stream",
    weight: 5,
    async call(config, id) {
      const output = await invokeStream(config, { ...input("stream", id), InvokeMode: "BUFFERED" });
      return read((await readPayload(output)).text() === story(id));
    },
  },
  "left early": {
    functionName: "stream",
    weight: 5,
    async call(config, id, random) {
      const { EventStream } = await invokeStream(config, input("stream", id));
      if (random.chance(0.2)) await EventStream.cancel();
      else for await (const _ of EventStream) break;
      return { what: "left" };
    },
  },
  aborted: {
    functionName: "stream",
    weight: 3,
    async call(config, id, random) {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(ABORTED), random.below(4));
      try {
        const output = await invokeStream(config, input("stream", id), { signal: controller.signal });
        return read((await readPayload(output)).text() === story(id));
      } finally {
        clearTimeout(timer);
      }
    },
  },
  DryRun: {
    functionName: "sync",
    weight: 5,
    async call(config, id) {
      const { StatusCode } = await invoke(config, { ...input("sync", id), InvocationType: "DryRun" });
      return { what: "dry", ...(StatusCode !== 204 && { wrong: `status ${StatusCode}` }) };
    },
  },
};

const ABORTED = new Error("The caller has gone");
const DRAWN = Object.keys(KINDS).flatMap((name) => Array<string>(KINDS[name]!.weight).fill(name));

/** Draws a kind of call. */
export const drawKind = (random: Random): string => random.pick(DRAWN);

/** Makes a call, and says what its caller was told; never rejects. */
export async function makeCall(kind: Kind, config: LambdaConfig, id: number, random: Random): Promise<Told> {
  try {
    return await kind.call(config, id, random);
  } catch (error) {
    if (error === ABORTED) return { what: "aborted", mayHaveRun: true };
    // It says so itself where the function may have run before.
    if (error instanceof VaultError) return { what: "failed", mayHaveRun: error.functionMayHaveRun ?? false };
    if (!isLambdaError(error)) return { what: "failed", mayHaveRun: true, wrong: `not one of our errors: ${error}` };
    return { what: "failed", mayHaveRun: error.functionMayHaveRun };
  }
}
