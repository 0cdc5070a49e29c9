/** Bytes, on average, from which on copying chunks costs more than handing each on by itself. */
export const WORTH_ITS_OWN_CHUNK = 4_096;

/** Joins chunks; each byte is copied once. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
