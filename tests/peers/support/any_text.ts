/**
 * Random text of all Unicode.
 *
 * @module
 */
import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * A code point, as `fc.string({ unit: "binary" })` makes it from the same seed. That one first lists all 1.1 million of
 * them, to know an odd string such as `__proto__` again: a second for each file; this one counts.
 */
const CODE_POINT = fc.nat(0x10ffff - SURROGATES.count).map(
  (n) => String.fromCodePoint(n < SURROGATES.first ? n : n + SURROGATES.count),
  (text) => {
    const n = typeof text === "string" ? text.codePointAt(0) : undefined;
    if (n === undefined || text !== String.fromCodePoint(n)) throw new Error("Not one code point");
    if (n < SURROGATES.first) return n;
    if (n < SURROGATES.first + SURROGATES.count) throw new Error("Half of a code point");
    return n - SURROGATES.count;
  },
);

/** Text of any code points; no lone surrogates. */
export function anyText(constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: CODE_POINT });
}
