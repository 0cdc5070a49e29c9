/**
 * What a person may have forgotten before a release: the version, the changelog, the repository.
 *
 *     deno task release-check v1.2.3
 *
 * @module
 */
import { repositoryForRelease } from "./repository.ts";

/** What is not ready for a release with this tag. */
export function unready(tag: string | undefined, version: string, changelog: string, repository?: string): string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`) {
    problems.push(`The tag is ${tag}, and the version in deno.json ${version}`);
  }
  const section = changelog.split(/^## /m).slice(1).find((text) => text.split(/\s/, 1)[0] === version);
  if (!section?.split("\n").slice(1).join("").trim()) {
    problems.push(`CHANGELOG.md says nothing of ${version}`);
  }
  try {
    repositoryForRelease(repository);
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const problems = unready(Deno.args[0], version, await Deno.readTextFile(new URL("CHANGELOG.md", root)));
  console.log(problems.join("\n") || `Ready for ${Deno.args[0]}`);
  Deno.exit(problems.length ? 1 : 0);
}
