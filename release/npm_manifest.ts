/** What the package.json of the npm package says that `deno pack` cannot know. */
const FACTS = {
  description: "Call AWS Lambda from anything that has fetch: small, never runs a function twice by itself, streams",
  keywords: [
    "aws",
    "aws-lambda",
    "lambda",
    "invoke",
    "fetch",
    "response-streaming",
    "event-stream",
    "sigv4",
    "cloudflare-workers",
    "edge",
    "deno",
    "bun",
    "serverless",
  ],
  author: "the lambda4fetch authors",
  engines: { node: ">=20" },
  sideEffects: false,
  publishConfig: { access: "public" },
} as const;

/** A package.json as `deno pack` makes it. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The manifest of the npm package, from that which `deno pack` has made. */
export function completeManifest(packed: Manifest, repository: string): Manifest {
  const { name, version, ...rest } = packed;
  return {
    name,
    version,
    ...FACTS,
    repository: { type: "git", url: `git+${repository}.git` },
    homepage: `${repository}#readme`,
    bugs: { url: `${repository}/issues` },
    ...rest,
  };
}
