/**
 * Cases that run once for each way to SHA-256 that the runtime has.
 *
 * @module
 */
import { type AnySha256, loadSyncSha256, takeSha256 } from "../../src/signing/choose_sha256.ts";
import { webCrypto } from "../../src/signing/sha256.ts";
import { Skip, test } from "./harness.ts";

const WAYS: Readonly<Record<string, AnySha256 | undefined>> = {
  "Web Crypto": webCrypto,
  "node:crypto": loadSyncSha256(),
};

/** The ways that the runtime has. */
export const ways: readonly AnySha256[] = Object.values(WAYS).filter((way) => way !== undefined);

/** Registers a case for each way, which is the one that is taken while the case runs. */
export function testEachWay(name: string, run: (way: AnySha256) => Promise<void>): void {
  for (const [title, way] of Object.entries(WAYS)) {
    test(`${name}, by ${title}`, async () => {
      if (!way) throw new Skip(`${title} is not taken here`);
      takeSha256(way);
      try {
        await run(way);
      } finally {
        takeSha256();
      }
    });
  }
}
