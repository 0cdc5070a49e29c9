/** Path and query of a request, as they were sent. */
export interface RequestTarget {
  /** With its leading `/`. */
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
}

/** Cuts a URL's path and query out of its text, since the members of a `URL` may have another idea of how they are written. */
export function cutUrl(url: string): RequestTarget {
  const [, path, query] = /^[^:]+:\/\/[^/?#]*([^?#]*)\??([^#]*)/.exec(url)!;
  return { path: path || "/", query: query! };
}
