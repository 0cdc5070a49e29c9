/**
 * A fuzzer for the decoder: sound messages are damaged at random, some with their checksums put right again, and what
 * ours makes of them is held against a decoder that is not ours.
 *
 * @module
 */
import {
  decodeEventStreamMessage,
  EventStreamDecoderStream,
  EventStreamError,
  type EventStreamHeader,
  type EventStreamMessage,
} from "../../mod.ts";
import { header, plainCrc32, rawFrame, sized } from "../support/frames.ts";
import { readAll } from "../support/in_process.ts";
import { concat, streamOf, toHex } from "../support/streams.ts";
import { type Random, seeded } from "./random.ts";
import { readMessage, type ReferenceMessage } from "./reference_decoder.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What came of it. */
export interface FuzzReport {
  /** Messages that were damaged, one way or another. */
  damaged: number;
  /** Of these, refused. */
  refused: number;
  /** Of these, still sound: the damage undid itself, or the checksums were put right. */
  sound: number;
  /** Accepted, though they are not sound; or with other headers or another payload than they have. */
  wronglyAccepted: number;
  /** Refused, though they are sound, or with something else than an `EventStreamError`. */
  wronglyRefused: number;
  /** The first of these, in hex. */
  first?: string;
}

/** Of so many, one is sent through a stream, in the midst of others and in pieces; that is slower. */
const STREAMED = 64;

/** Damages so many messages. */
export async function fuzzDecoder(seed: number, count: number): Promise<FuzzReport> {
  const random = seeded(seed);
  const report: FuzzReport = { damaged: 0, refused: 0, sound: 0, wronglyAccepted: 0, wronglyRefused: 0 };
  let sound = makeMessage(random);
  while (report.damaged < count) {
    // Each is damaged several times over, since making one costs more than reading it.
    if (report.damaged % 16 === 0) sound = makeMessage(random);
    const damaged = damage(sound, random);
    if (++report.damaged % STREAMED) checkMessage(damaged, report);
    else await checkStream(damaged, random, report);
  }
  return report;
}

function makeMessage(random: Random): Bytes {
  const headers = Array.from({ length: random.below(5) }, (_, at) => makeHeader(random, at));
  const payload = noise(random, random.chance(0.02) ? random.below(9_000) : random.below(60));
  return rawFrame(concat(...headers), payload);
}

const SIZES = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];

function makeHeader(random: Random, at: number): Bytes {
  const type = random.below(10), size = SIZES[type];
  const text = random.pick(["", "a", "é🦄", "PayloadChunk", "\uFEFF"]);
  const name = random.chance(0.5) ? `${at}${text}` : `${at}`;
  if (size !== undefined) return header(name, type, noise(random, size));
  return header(name, type, type === 7 ? sized(text) : sized(noise(random, random.below(20))));
}

function noise(random: Random, length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = random.below(256);
  return bytes;
}

/** Ways to damage a message. */
const DAMAGES: readonly ((bytes: Bytes, random: Random) => Bytes)[] = [
  /** Flips one bit. */
  (bytes, random) => flipBits(bytes, random, 1),
  /** Flips a few. */
  (bytes, random) => flipBits(bytes, random, 2 + random.below(7)),
  /** Writes over a stretch. */
  (bytes, random) => {
    const written = bytes.slice();
    written.set(noise(random, Math.min(1 + random.below(8), bytes.length - 4)), random.below(bytes.length - 8));
    return written;
  },
  /** Puts an odd number where a length may stand. */
  (bytes, random) => {
    const written = bytes.slice();
    const value = random.pick([0, 1, 11, 12, 15, 16, 17, 255, 65_535, 2 ** 31, 2 ** 32 - 1, bytes.length + 1]);
    new DataView(written.buffer).setUint32(random.pick([0, 4, 8, random.below(bytes.length - 4)]), value);
    return written;
  },
  /** Cuts it off. */
  (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  /** Leaves out a stretch. */
  (bytes, random) => {
    const at = random.below(bytes.length);
    return concat(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(6)));
  },
  /** Puts in a stretch. */
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return concat(bytes.subarray(0, at), noise(random, 1 + random.below(6)), bytes.subarray(at));
  },
  /** Puts two stretches in each other's place. */
  (bytes, random) => {
    const written = bytes.slice(), length = 1 + random.below(4);
    const [a, b] = [random.below(bytes.length - 3), random.below(bytes.length - 3)];
    written.set(bytes.subarray(b, b + length).slice(0, bytes.length - a), a);
    written.set(bytes.subarray(a, a + length).slice(0, bytes.length - b), b);
    return written;
  },
];

function flipBits(bytes: Bytes, random: Random, count: number): Bytes {
  const flipped = bytes.slice();
  for (let n = 0; n < count; n++) flipped[random.below(bytes.length)]! ^= 1 << random.below(8);
  return flipped;
}

/** Damages it, and often puts the checksums right again, so that what is behind them is reached. */
function damage(sound: Bytes, random: Random): Bytes {
  const damaged = random.pick(DAMAGES)(sound, random);
  if (random.chance(0.5) || damaged.length < 16) return damaged;
  const view = new DataView(damaged.buffer);
  if (random.chance(0.5)) view.setUint32(0, damaged.length);
  if (random.chance(0.9)) view.setUint32(8, plainCrc32(damaged.subarray(0, 8)));
  if (random.chance(0.9)) view.setUint32(damaged.length - 4, plainCrc32(damaged.subarray(0, -4)));
  return damaged;
}

/** Holds what ours makes of one message against what it should. */
function checkMessage(damaged: Bytes, report: FuzzReport): void {
  const whole = readMessage(damaged, 0);
  const wanted = whole?.end === damaged.length ? [whole] : [];
  let read: EventStreamMessage[] = [], error: unknown;
  try {
    read = [decodeEventStreamMessage(damaged)];
  } catch (thrown) {
    error = thrown;
  }
  judge({ read, error, wanted, fails: wanted.length === 0 }, damaged, report);
}

/** The same for a message in the midst of a stream, in pieces. */
async function checkStream(damaged: Bytes, random: Random, report: FuzzReport): Promise<void> {
  const wire = concat(makeMessage(random), damaged, makeMessage(random));
  const wanted: ReferenceMessage[] = [];
  for (let next; (next = readMessage(wire, wanted.at(-1)?.end ?? 0));) wanted.push(next);
  const pieces: Bytes[] = [];
  for (let at = 0; at < wire.length;) pieces.push(wire.slice(at, at += 1 + random.below(50)));
  const { items, error } = await readAll(
    streamOf(pieces).pipeThrough<EventStreamMessage>(new EventStreamDecoderStream()),
  );
  judge({ read: items, error, wanted, fails: wanted.at(-1)?.end !== wire.length }, wire, report);
}

interface Verdict {
  readonly read: readonly EventStreamMessage[];
  readonly error: unknown;
  readonly wanted: readonly ReferenceMessage[];
  /** Whether there is something behind the messages that is none. */
  readonly fails: boolean;
}

function judge({ read, error, wanted, fails }: Verdict, damaged: Bytes, report: FuzzReport): void {
  if (error === undefined) report.sound++;
  else report.refused++;
  const accepted = read.length > wanted.length || (fails && error === undefined) ||
    read.some((message, at) => !equal(message, wanted[at]!));
  const refused = read.length < wanted.length || (!fails && error !== undefined) ||
    (error !== undefined && !(error instanceof EventStreamError));
  if (accepted) report.wronglyAccepted++;
  else if (refused) report.wronglyRefused++;
  if (accepted || refused) report.first ??= toHex(damaged);
}

function equal({ headers, payload }: EventStreamMessage, wanted: ReferenceMessage): boolean {
  if (payload.length !== wanted.payload.length) return false;
  for (let at = 0; at < payload.length; at++) if (payload[at] !== wanted.payload[at]) return false;
  let line = "";
  for (const [name, header] of headers) line += `${name} ${show(header)} `;
  return line === wanted.headers;
}

const NUMBERS = { byte: 2, short: 3, integer: 4, long: 5, binary: 6, string: 7, timestamp: 8, uuid: 9 };

/** A header as the reference writes it. */
function show({ type, value }: EventStreamHeader): string {
  if (type === "boolean") return value ? "0 " : "1 ";
  const number = NUMBERS[type];
  if (type === "binary") return `${number} ${toHex(value)}`;
  if (type === "uuid") return `${number} ${value.replaceAll("-", "")}`;
  return `${number} ${type === "timestamp" ? value.getTime() : value}`;
}
