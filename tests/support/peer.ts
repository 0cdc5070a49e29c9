/**
 * The portable side of a peer that can die: fetch and nothing else.
 *
 * @module
 */
import type { PeerPlan, PeerRequest } from "./peer_plan.ts";
import { ask, toBase64 } from "./wire.ts";

export type { Ending, PeerPlan, PeerRequest } from "./peer_plan.ts";

/** A peer at a port of its own. */
export interface Peer {
  /** A URL without a trailing slash. */
  readonly endpoint: string;
  /** The requests that it got, in full or in part, but for those that warmed a connection. */
  requests(): Promise<PeerRequest[]>;
  /** Stops it: nothing listens any more, and all connections are closed. */
  goAway(): Promise<void>;
}

/** Starts a peer beside the server at `origin`. */
export async function startPeer(origin: string, plan: PeerPlan): Promise<Peer> {
  const body = JSON.stringify({ ...plan, answer: toBase64(plan.answer) });
  const { id, port } = await ask<{ id: number; port: number }>(`${origin}/peer`, body);
  return {
    endpoint: `${plan.tls ? "https" : "http"}://127.0.0.1:${port}`,
    requests: () => ask(`${origin}/peer-requests/${id}`),
    goAway: () => ask(`${origin}/peer-away/${id}`, ""),
  };
}
