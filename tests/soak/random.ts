/** Numbers that look random, and are the same again for the same seed. */
export interface Random {
  /** A whole number from 0 to below `limit`, 2 ** 32 at most. */
  below(limit: number): number;
  /** Whether something happens that happens so often, of 1. */
  chance(probability: number): boolean;
  /** One of several. */
  pick<Item>(items: readonly Item[]): Item;
}

/** Tommy Ettinger's mulberry32: small, fast, and good enough to hit every kind of byte. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return (mixed ^ mixed >>> 14) >>> 0;
  };
  const below = (limit: number) => Math.floor(next() / 2 ** 32 * limit);
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (items) => items[below(items.length)]!,
  };
}
