/** What is wrong with the package.json and the README of the npm package, which lies in `folder`. */
export async function checkNpmManifest(
  folder: string,
  entries: readonly string[],
  repository: string,
): Promise<string[]> {
  const manifest = JSON.parse(await Deno.readTextFile(`${folder}/package.json`));
  const problems = ["dependencies", "devDependencies", "scripts"]
    .filter((member) => member in manifest)
    .map((member) => `package.json has ${member}`);
  for (const member of ["description", "keywords", "license", "author", "engines", "homepage", "bugs"]) {
    if (!manifest[member]) problems.push(`package.json has no ${member}`);
  }
  if (manifest.sideEffects !== false) {
    problems.push("package.json does not say that nothing happens at import");
  }
  if (manifest.repository?.url !== `git+${repository}.git`) {
    problems.push("package.json does not name the repository");
  }
  for (const entry of entries) {
    if (!manifest.exports[entry]?.types) {
      problems.push(`package.json has no types for ${entry}`);
    }
  }
  const readme = await Deno.readTextFile(`${folder}/README.md`);
  const relative = [...readme.matchAll(/\]\((?!https?:|#)([^)]*)\)/g)].map(([, target]) => target);
  return [...problems, ...relative.map((target) => `README.md has the link ${target}, which leads nowhere on npm`)];
}
