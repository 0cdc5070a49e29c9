/**
 * What it takes to read an event stream off a connection, on which it comes piece by piece.
 *
 * @module
 */
import { InvokeWithResponseStreamCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { invokeStream, payloadStream } from "../../mod.ts";
import { CREDENTIALS, REGION } from "../cold/input.ts";
import { expectBytes, readEvents } from "./decoding.ts";
import { drain, type StreamShape } from "./frames.ts";
import type { Contender } from "./rounds.ts";

/** What the loopback server sends. */
export const SENT_IN_PIECES: StreamShape = { total: 6_291_456, frame: 65_536, chunk: 1_460 };

const INPUT = { FunctionName: "fn" };

/** Who reads from the server at `endpoint`. */
export function streaming(endpoint: string): Record<string, Contender> {
  const config = { region: REGION, credentials: CREDENTIALS, endpoint };
  const sdk = new LambdaClient(config);
  const expectAll = (length: number) => expectBytes(length, SENT_IN_PIECES);
  return {
    "payloadStream": async () => expectAll(await drain(payloadStream(await invokeStream(config, INPUT)))),
    "EventStream": async () => expectAll(await readEvents((await invokeStream(config, INPUT)).EventStream)),
    "SDK": async () => {
      const { EventStream } = await sdk.send(new InvokeWithResponseStreamCommand(INPUT));
      expectAll(await readEvents(EventStream!));
    },
    "fetch": async () => {
      const url = `${endpoint}/2021-11-15/functions/fn/response-streaming-invocations`;
      expectAll(await drain((await fetch(url, { method: "POST" })).body!));
    },
  };
}
