import { ByteBuffer } from "../base/byte_buffer.ts";
import { decodeText } from "../base/encoding.ts";

/** How many NULs end a prelude: what follows them belongs to the body, NULs too. */
const NULS = 8;

/** How long a prelude may be, in bytes: none comes near it, and all of it is kept until it ends. */
const LONGEST_PRELUDE = 1_048_576;

/** The beginning of a streamed answer. */
export interface Opening {
  /** The JSON that the stream opens with; absent where it opens with the body. */
  readonly prelude?: Uint8Array;
  /** What was read of the body. */
  readonly rest: Uint8Array;
}

/** What a scan has come to: `maybe` asks whether the object that has just ended has a prelude's members. */
type Finding = "prelude" | "body" | "maybe" | "unknown";

/** What makes an object a prelude; each may be left out. */
const MEMBERS: readonly string[] = ["statusCode", "headers", "cookies"];

/**
 * Reads a stream until it is plain whether it opens with a prelude: a JSON object and eight NULs, with white space around
 * the object or without.
 *
 * The first byte shows it nearly always. Only a body that begins with a JSON object too is held back until the first byte
 * behind that object: JSON has no NUL in it, and no body has eight of them behind an object. Lines of JSON are not held back
 * any longer, unless the first of them has a prelude's members.
 *
 * @param isExpected Whether there must be a prelude, so that any object is taken for one.
 */
export async function splitPrelude(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  isExpected: boolean,
): Promise<Opening> {
  const held = new ByteBuffer();
  const scan = preludeScanner();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { rest: held.take() };
    let length = held.length;
    held.push(value);
    for (const byte of value) {
      length++;
      const finding = length > LONGEST_PRELUDE + NULS ? "body" : scan(byte);
      if (finding === "prelude") {
        const opening = held.take();
        return { prelude: opening.subarray(0, length - NULS), rest: opening.subarray(length) };
      }
      const isUnlikely = finding === "maybe" && !isExpected && !hasMembers(peek(held).subarray(0, length));
      if (finding === "body" || isUnlikely) return { rest: held.take() };
    }
  }
}

function peek(held: ByteBuffer): Uint8Array {
  const bytes = held.take();
  held.push(bytes);
  return bytes;
}

function hasMembers(json: Uint8Array): boolean {
  try {
    const object = JSON.parse(decodeText(json));
    return MEMBERS.some((member) => Object.hasOwn(object, member));
  } catch {
    return false;
  }
}

/** JSON's white space: tab, line feed, carriage return, space. */
function isWhiteSpace(byte: number): boolean {
  return byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x20;
}

/** Takes a stream byte by byte, and says as soon as it can whether that was a prelude. */
function preludeScanner(): (byte: number) => Finding {
  const endsObject = objectScanner();
  let place: "before" | "inside" | "at its end" | "behind" = "before";
  let nuls = 0;
  return (byte) => {
    const isBlank = isWhiteSpace(byte);
    if (place === "before" && isBlank) return "unknown";
    if (place === "before" && byte === 0x7b) place = "inside"; // {
    if (place === "before") return "body";
    if (place === "inside") {
      if (byte === 0) return "body";
      if (endsObject(byte)) place = "at its end";
      return "unknown";
    }
    const isFirst = place === "at its end";
    place = "behind";
    if (isBlank && nuls === 0) return isFirst ? "maybe" : "unknown";
    if (byte !== 0) return "body";
    nuls++;
    return nuls === NULS ? "prelude" : "unknown";
  };
}

/** Takes an object of JSON byte by byte, and says when it ends. */
function objectScanner(): (byte: number) => boolean {
  let depth = 0;
  let inText = false;
  let escaped = false;
  return (byte) => {
    if (inText) {
      inText = escaped || byte !== 0x22; // "
      escaped = !escaped && byte === 0x5c; // \
      return false;
    }
    if (byte === 0x7b) depth++; // {
    else if (byte === 0x7d) depth--; // }
    else inText = byte === 0x22; // "
    return depth === 0;
  };
}
