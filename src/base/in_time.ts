/** The answer, unless it comes too late, by a `fetch` that does not heed its signal: nobody reads it, so it is closed. */
export function inTime(response: Response, signal: AbortSignal | undefined): Response {
  if (signal?.aborted) response.body?.cancel().catch(() => {});
  signal?.throwIfAborted();
  return response;
}
