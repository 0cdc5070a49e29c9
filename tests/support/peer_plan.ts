// What a test may ask of a peer; shared by the peer and by its portable client, so it imports nothing.

/** What a peer does with a request. */
export type Ending =
  /** Reads it in full and closes the connection, without a byte. */
  | "close"
  /** Reads it in full and resets the connection. */
  | "reset"
  /** Reads it in full, stops listening and closes all connections. */
  | "die"
  /** The same, and listens again at the same port 10 ms later; from then on it answers well. */
  | "die and come back"
  /** Sends the headers of its answer and half of the body, and closes the connection. */
  | "cut body"
  /** The same, with a body compressed by gzip. */
  | "cut gzip body";

/** A peer: what it does, and with which requests. */
export interface PeerPlan<Bytes = Uint8Array> {
  readonly ending: Ending;
  /** The body of its good answers, and of those that it cuts. */
  readonly answer: Bytes;
  /**
   * Answers the first request of each connection well and keeps the connection, until a connection brings its second one:
   * that one and all that follow, on any connection, come to the ending.
   */
  readonly warm?: boolean;
  /** What it says to those who speak TLS: shows a certificate that nobody trusts, or answers in plain HTTP. */
  readonly tls?: "certificate" | "HTTP";
}

/** A request, or the beginning of one, that came to the ending or was answered after it. */
export interface PeerRequest {
  /** Whether all of it came. */
  readonly complete: boolean;
  /** Whether its connection had brought another before. */
  readonly reused: boolean;
}
