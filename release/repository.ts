/**
 * Where the repository is published, such as `https://github.com/OWNER/lambda4fetch`: for its owner to fill in, here alone.
 * Nothing is released without it. npm compares it with where a package with provenance was made.
 */
export const REPOSITORY = "";

/** Where it is, for a release. */
export function repositoryForRelease(repository: string = REPOSITORY): string {
  if (
    /^https:\/\/[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(repository) &&
    !repository.endsWith(".git")
  ) return repository;
  throw new Error(
    `Cannot release as REPOSITORY in release/repository.ts must be a URL like https://github.com/OWNER/lambda4fetch: ` +
      `current value is ${JSON.stringify(repository)}`,
  );
}
