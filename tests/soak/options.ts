/** A whole number from the command line, as `--name=7` or `--name 7`. */
export function numberOption(name: string, otherwise: number): number {
  const at = Deno.args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (at < 0) return otherwise;
  const text = Deno.args[at]!.split("=")[1] ?? Deno.args[at + 1];
  const value = Number(text);
  if (!text || !Number.isInteger(value) || value < 0) throw new RangeError(`--${name} must be a whole number: ${text}`);
  return value;
}
