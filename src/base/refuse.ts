/**
 * Throws the error for a caller's mistake: "Cannot call Lambda as MEMBER must be RULE: current value is VALUE".
 *
 * @param remedy What to do instead, where that is not plain from the rule.
 */
export function refuse(
  member: string,
  rule: string,
  value: unknown,
  Type: ErrorConstructor = TypeError,
  remedy?: string,
): never {
  throw new Type(mistake("call Lambda", member, rule, value, remedy));
}

/** The message for a caller's mistake: "Cannot DO SOMETHING as MEMBER must be RULE: current value is VALUE; REMEDY". */
export function mistake(doing: string, member: string, rule: string, value: unknown, remedy?: string): string {
  const state = value === undefined ? "it is missing" : `current value is ${show(value)}`;
  return `Cannot ${doing} as ${member} must be ${rule}: ${state}${remedy ? `; ${remedy}` : ""}`;
}

/** Characters that a message shows of a value. */
const LONGEST_VALUE = 200;

/** A value as a message shows it; of an object only its class: it may be large, or secret. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, LONGEST_VALUE));
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return `of class ${classOf(value)}`;
  return String(value);
}

/** What JavaScript calls an object of the platform, whatever realm it is of: `Map`, `Promise`, `ReadableStream`. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** The class of an object, as far as it tells: `Map`, `Promise`, `Invoice`. */
function classOf(value: object): string {
  const tag = tagOf(value);
  const { constructor } = value;
  return tag === "Object" && typeof constructor === "function" && constructor.name ? constructor.name : tag;
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
