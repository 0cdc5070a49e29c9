import { invoke } from "../../mod.ts";
import { takeSha256 } from "../../src/signing/choose_sha256.ts";
import { type NodeCrypto, syncSha256, webCrypto } from "../../src/signing/sha256.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import { testEachWay } from "../support/sha256_ways.ts";
import { bytes } from "../support/streams.ts";

/** FIPS 180-2, appendix B, and NIST's example of an empty message. */
const HASHES: Readonly<Record<string, string>> = {
  "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq":
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
};

testEachWay("hash() agrees with the vectors of FIPS 180-2, for text and for bytes", async (way) => {
  for (const [text, hash] of Object.entries(HASHES)) {
    assertEquals(await way.hash(text), hash);
    assertEquals(await way.hash(bytes(text)), hash);
  }
});

testEachWay("hash() takes text for UTF-8, and half of a surrogate pair for U+FFFD", async (way) => {
  for (const text of ["é", "日本", "\u{1F980}", "a\ud83db"]) {
    assertEquals(await way.hash(text), await way.hash(bytes(text)));
  }
});

/** RFC 4231; test case 5, which is cut off, is left out. */
const HMACS: readonly (readonly [key: Uint8Array<ArrayBuffer>, text: string, hmac: string])[] = [
  [
    new Uint8Array(20).fill(0x0b),
    "Hi There",
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  ],
  [bytes("Jefe"), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  [
    new Uint8Array(131).fill(0xaa),
    "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  ],
  [
    new Uint8Array(131).fill(0xaa),
    "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be " +
    "hashed before being used by the HMAC algorithm.",
    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
  ],
];

testEachWay("hmac() agrees with the vectors of RFC 4231", async (way) => {
  for (const [bytes, text, hmac] of HMACS) {
    const key = await way.importKey(bytes);
    // A key is used many times, for texts of any length.
    for (let round = 0; round < 2; round++) assertEquals(await way.hmac(key, text), hmac);
    await way.hmac(key, "");
    await way.hmac(key, text.repeat(100));
    assertEquals(await way.hmac(key, text), hmac);
  }
});

testEachWay("hmac() takes keys and texts of all lengths about a block, and long ones", async (way) => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 170, 171, 511, 512, 513, 5_000]) {
    for (const text of ["x".repeat(length), "日".repeat(length)]) {
      const keyBytes = new Uint8Array(length || 1).fill(length);
      const key = await way.importKey(keyBytes);
      assertEquals(await way.hmac(key, text), await plainHmac(keyBytes, text), `${length}`);
    }
  }
});

/** HMAC as the runtime's Web Crypto has it. */
async function plainHmac(keyBytes: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", keyBytes, algorithm, false, ["sign"]);
  const signed = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(text)));
  return [...signed].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

test("syncSha256() needs no hash() of node:crypto, which old versions of Node lack", async () => {
  const nodeCrypto = (globalThis as { process?: { getBuiltinModule?(name: string): NodeCrypto } }).process
    ?.getBuiltinModule?.("node:crypto");
  if (!nodeCrypto?.createHash) throw new Skip("it has no node:crypto");
  const way = syncSha256({ createHash: (algorithm) => nodeCrypto.createHash(algorithm) });
  for (const [text, hash] of Object.entries(HASHES)) {
    assertEquals(way.hash(text), hash);
    assertEquals(way.hash(bytes(text)), hash);
  }
  for (const [bytes, text, hmac] of HMACS) assertEquals(await way.hmac(await way.importKey(bytes), text), hmac);
});

/** What there is of Web Crypto where a page came over http:, and in what is no browser at all. */
const NO_WEB_CRYPTO: readonly unknown[] = [undefined, {}, { subtle: undefined }];

test("Signing says what to do where there is no Web Crypto, and sends nothing", async () => {
  const { crypto } = globalThis;
  const isReplaceable = Object.getOwnPropertyDescriptor(globalThis, "crypto")?.configurable !== false;
  if (!isReplaceable) throw new Skip("crypto cannot be replaced");
  let sent = 0;
  const fetch = () => Promise.resolve(new Response(`${++sent}`));
  const config = { region: "us-east-1", credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }, fetch };
  takeSha256(webCrypto);
  try {
    for (const value of NO_WEB_CRYPTO) {
      Object.defineProperty(globalThis, "crypto", { value, configurable: true, writable: true });
      await assertRejects(() => invoke(config, { FunctionName: "greet" }), TypeError, "crypto.subtle must be there");
    }
  } finally {
    Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true, writable: true });
    takeSha256();
  }
  assertEquals(sent, 0);
});
