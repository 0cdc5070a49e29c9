import { INPUT } from "./input.ts";

/** One call to `endpoint`, unsigned. */
export async function firstCall(endpoint?: string): Promise<void> {
  const init = { method: "POST", body: INPUT.Payload };
  if (endpoint) await (await fetch(`${endpoint}/2015-03-31/functions/fn/invocations`, init)).arrayBuffer();
}
