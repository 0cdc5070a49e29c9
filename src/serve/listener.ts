/** Answers a request that came to a port; `info` says what the server listens on. */
export type Answer = (request: Request, info: { readonly hostname: string }) => Promise<Response>;

/** Where to listen. */
export interface Address {
  readonly hostname: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A port that is listened on. */
export interface Listener {
  /** The port's number. */
  readonly port: number;
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
  /** Closes it with all its connections, at once. */
  close(): void;
}
