/** Entries that a map keeps: those of many accounts, regions and endpoints. */
const MOST_ENTRIES = 64;

/** Puts a value into a map that forgets all rather than grow without end. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  if (map.size >= MOST_ENTRIES) map.clear();
  map.set(key, value);
  return value;
}
