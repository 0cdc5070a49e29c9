/**
 * Hands the messages of a queue on to a function, as `Event`s, a limited number at a time: a consumer for Cloudflare Queues,
 * or for anything else whose messages can be acknowledged one by one.
 *
 * @module
 */
import { invoke, isLambdaError, type LambdaConfig } from "@lambda4fetch/lambda4fetch";

/** A message, as Cloudflare Queues has it. */
export interface Message {
  readonly body: unknown;
  /** It was handled. */
  ack(): void;
  /** It is to be delivered again. */
  retry(): void;
}

/** Invocations at a time: a Worker has six connections. */
const AT_A_TIME = 6;

/** Queues an invocation for each message. */
export async function consume(config: LambdaConfig, messages: readonly Message[]): Promise<void> {
  const waiting = messages[Symbol.iterator]();
  const work = async () => {
    // All take from the same iterator, so that each message is taken once.
    for (const message of waiting) await handOn(config, message);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

async function handOn(config: LambdaConfig, message: Message): Promise<void> {
  try {
    await invoke(config, { FunctionName: "orders", InvocationType: "Event", Payload: message.body });
    message.ack();
  } catch (error) {
    if (!isLambdaError(error)) throw error;
    // Delivered again only where Lambda surely did not queue it: otherwise the order could be handled twice.
    if (error.functionMayHaveRun) message.ack();
    else message.retry();
  }
}
