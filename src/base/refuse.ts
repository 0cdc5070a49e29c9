/** Throws the error for a caller's mistake: names the member, its rule and its value. */
export function refuse(member: string, rule: string, value: unknown, Type: ErrorConstructor = TypeError): never {
  // Of an object only that it is one: it may be large, or secret.
  const shown = typeof value === "string" ? JSON.stringify(value) : Object(value) === value ? typeof value : value;
  throw new Type(`Cannot call Lambda as ${member} must be ${rule}: current value is ${String(shown)}`);
}

/** What `typeof` says of a member that is to be of that type. */
interface Types {
  string: string;
  number: number;
  boolean: boolean;
  object: object;
  function: unknown;
}

/** Gives a member's value, if it is of its type. */
export function checkType<Type extends keyof Types>(type: Type, member: string, value: unknown): Types[Type] {
  if ((typeof value as string) !== type) refuse(member, `of type ${type}`, value);
  return value as Types[Type];
}
