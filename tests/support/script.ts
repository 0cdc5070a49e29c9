// What a wire test may ask of the server; shared by the server and by its portable client, so it imports nothing.

/** Where an answer goes wrong. "close" is a tidy FIN at the wrong place, "reset" an RST, "stall" silence. */
export type Fault =
  | "reset before headers"
  | "close before headers"
  | "stall before headers"
  | "reset in body"
  | "close in body"
  | "stall in body"
  | "endless body";

/** One piece of a body. */
export interface Chunk<Bytes = string | Uint8Array> {
  /** Text goes out as UTF-8. */
  readonly bytes: Bytes;
  /** Pause before it, in milliseconds. */
  readonly delayMs?: number;
  /** Holds it back until the test calls `script.go()`. */
  readonly untilGo?: boolean;
}

/** One answer of a script; the n-th request gets the n-th. */
export interface Answer<Bytes = string | Uint8Array> {
  /** 200 by default. */
  readonly status?: number;
  /** Sent as they stand and in this order, after the CORS headers. */
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** The whole body; sent with its length. */
  readonly body?: Bytes;
  /** A body in pieces; sent chunked. "endless body" repeats the last piece, with its pause. */
  readonly chunks?: readonly Chunk<Bytes>[];
  /** Announces this length instead of the real one; a body that is shorter is then cut by a close. */
  readonly contentLength?: number;
  /** Pause before the headers, in milliseconds. */
  readonly delayMs?: number;
  /** Goes wrong there. */
  readonly fault?: Fault;
  /** How many requests get this answer, 1 by default. */
  readonly times?: number;
}

/** A request as the server saw it. */
export interface Received<Bytes = Uint8Array> {
  readonly method: string;
  /** Path and query exactly as they came. */
  readonly target: string;
  /** Names and values as they came, in order. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly body: Bytes;
}

/** What became of one answer. */
export interface Fate {
  /** The client closed the connection before the answer had come to its end. */
  readonly closed: boolean;
  /** Bytes of the body that the client's side took. */
  readonly sent: number;
}
