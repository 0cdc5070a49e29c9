import { invoke, type LambdaConfig } from "../../mod.ts";
import { CREDENTIALS, INPUT, REGION } from "./input.ts";

/** Answers without a `Response`, which alone takes Node 20 ms to load. */
const answer = { ok: true, status: 200, headers: { get: () => null }, arrayBuffer: () => new ArrayBuffer(4) };

/** One call to `endpoint`, or to a stub of the transport. */
export async function firstCall(endpoint?: string): Promise<void> {
  const fetch = () => Promise.resolve(answer as unknown as Response);
  const config: LambdaConfig = { region: REGION, credentials: CREDENTIALS };
  await invoke({ ...config, ...(endpoint ? { endpoint } : { fetch }) }, INPUT);
}
