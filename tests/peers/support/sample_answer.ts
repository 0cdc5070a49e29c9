/**
 * An answer with all that AWS's model has in it, made from the AWS SDK's own schemas.
 *
 * @module
 */

/** Of a scalar its number in smithy's table, of a list one beyond 64; the others are tuples, or give one. */
type Schema = number | readonly [number, string, string, unknown, ...unknown[]] | (() => Schema) | readonly unknown[];

const LIST_OF_SCALARS = 64;

/** Samples by smithy's numbers of scalars: string, number, boolean, blob, timestamp. */
const SCALARS: Readonly<Record<number, unknown>> = { 0: "text é", 1: 7, 2: true, 4: 1_573_687_896.493 };

/** A value of the shape, as JSON has it. */
export function sampleOf(schema: Schema): unknown {
  if (typeof schema === "function") return sampleOf(schema());
  if (typeof schema === "number") {
    if (schema >= LIST_OF_SCALARS) return [sampleOf(schema - LIST_OF_SCALARS), sampleOf(schema - LIST_OF_SCALARS)];
    if (!(schema in SCALARS)) throw new Error(`There is no sample of ${schema}`);
    return SCALARS[schema];
  }
  const [kind, namespace, , , ...rest] = schema as readonly [number, string, string, unknown, ...unknown[]];
  // A schema with traits of its own: what it is of comes first.
  if (typeof namespace !== "string") return sampleOf(schema[0] as Schema);
  if (kind === 0) return sampleOf(rest[0] as Schema);
  if (kind === 1) return [sampleOf(rest[0] as Schema), sampleOf(rest[0] as Schema)];
  const [members, shapes] = rest as [string[], Schema[]];
  return Object.fromEntries(members.map((member, at) => [member, sampleOf(shapes[at]!)]));
}
