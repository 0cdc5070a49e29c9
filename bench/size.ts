/**
 * What the module adds to a bundle; fails where that is over its budget. `deno task bench --write` puts the figures into
 * the README.
 *
 *     deno task size
 *
 * @module
 */
import { stop } from "esbuild";
import { sizeTable, weighAll } from "./budgets.ts";

const all = await weighAll();
await stop();
console.log(sizeTable(all));
const over = all.filter(({ gzipped, budget }) => gzipped > budget);
for (const { imported, gzipped, budget } of over) {
  console.error(`${imported} is ${gzipped - budget} bytes over its budget of ${budget}`);
}
if (over.length > 0) Deno.exit(1);
