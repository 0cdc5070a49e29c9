import { recall, remember } from "../base/bounded_map.ts";

/** Tokens that retries may spend before successes give some back: a service that is down is not asked more and more. */
const RETRY_TOKENS = 500;

/** What all calls to one endpoint and region share: plain values, so that the requests of a Worker may share it. */
export interface EndpointState {
  /** Tokens that retries have spent, less those that successes have given back. */
  spentTokens: number;
  /** Milliseconds that Lambda's clock is ahead of ours, as far as an answer has shown it. */
  clockOffset: number;
}

const states = new Map<string, EndpointState>();

/** The state of an endpoint, by the key that an endpoint has for it. */
export function endpointState(key: string): EndpointState {
  return recall(states, key) ?? remember(states, key, { spentTokens: 0, clockOffset: 0 });
}

/** Spends the tokens of a retry, unless there are not enough left. */
export function takeTokens(state: EndpointState, cost: number): boolean {
  if (state.spentTokens + cost > RETRY_TOKENS) return false;
  state.spentTokens += cost;
  return true;
}

/** Gives tokens back after a success. */
export function returnTokens(state: EndpointState, tokens: number): void {
  state.spentTokens = Math.max(0, state.spentTokens - tokens);
}
