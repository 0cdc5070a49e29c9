/**
 * What is raced: groups of contenders, of which each does the same.
 *
 * @module
 */
import { BODIES, calling } from "../cases/calling.ts";
import { crowd } from "../cases/crowd.ts";
import { decoding, type MakeBody, STREAMS } from "../cases/decoding.ts";
import type { Contender } from "../cases/rounds.ts";
import { signing, signingLarge } from "../cases/signing.ts";
import { streaming } from "../cases/streaming.ts";

/** Contenders, and how many of each are under way at once. */
export interface Race {
  readonly group: string;
  readonly contenders: Readonly<Record<string, Contender>>;
  readonly width: number;
}

/** How many calls are made at once where it is more than one. */
export const AT_ONCE = 20, CROWD = 1_000;

/** Where races need something of their host. */
export interface Surroundings {
  /** The loopback server. */
  readonly endpoint: string;
  /** Further bodies to feed the AWS SDK with. */
  readonly bodies: Readonly<Record<string, MakeBody>>;
}

/** Who changes the module while it runs, and so can only run alone. */
const HASHING_LEFT_OUT = "invoke, hashing left out";

function besides(left: string, contenders: Race["contenders"]): Race["contenders"] {
  return Object.fromEntries(Object.entries(contenders).filter(([name]) => name !== left));
}

/** The races of a topic. */
export function racesOf(topic: string, { endpoint, bodies }: Surroundings): Race[] {
  switch (topic) {
    case "signing":
      return [
        { group: "signing 1 KB", contenders: signing, width: 1 },
        { group: `signing 1 KB × ${AT_ONCE}`, contenders: besides(HASHING_LEFT_OUT, signing), width: AT_ONCE },
        { group: "signing 1 MB", contenders: signingLarge, width: 1 },
      ];
    case "decoding":
      return Object.entries(STREAMS).map(([group, shape]) => ({
        group,
        contenders: decoding(shape, bodies),
        width: 1,
      }));
    case "calling":
      return Object.entries(BODIES).flatMap(([size, body]) => {
        const contenders = calling(endpoint, body);
        return [
          { group: `calling ${size}`, contenders, width: 1 },
          { group: `calling ${size} × ${AT_ONCE}`, contenders, width: AT_ONCE },
        ];
      });
    case "streaming":
      return [{ group: "streaming", contenders: streaming(endpoint), width: 1 }];
    case "crowd":
      return [1, CROWD].map((width) => ({ group: `crowd × ${width}`, contenders: crowd(), width }));
    default:
      throw new Error(`No races for ${topic}`);
  }
}

/** Does the job so many times at once. */
export function atOnce(contender: Contender, width: number): Contender {
  return width === 1 ? contender : () => Promise.all(Array.from({ length: width }, contender));
}
