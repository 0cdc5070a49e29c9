/**
 * What a release refuses, and what npm's README links to.
 *
 * @module
 */
import { unready } from "../../release/check_release.ts";
import { absoluteLinks } from "../../release/npm_readme.ts";
import { REPOSITORY, repositoryForRelease } from "../../release/repository.ts";
import { problemsOf } from "../packaging/workflows.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const URL_OF_IT = "https://github.com/OWNER/lambda4fetch";
const CHANGELOG = "# Changelog\n\n## 1.2.3\n\nNew.\n\n## 1.2.2\n\n## 1.2.1\n\nOld.\n";

test("A release needs the tag of its version, a changelog and a repository", () => {
  const noRepository =
    'Cannot release as REPOSITORY in release/repository.ts must be a URL like https://github.com/OWNER/lambda4fetch: current value is ""';
  const table = [
    ["v1.2.3", "1.2.3", URL_OF_IT, []],
    ["v1.2.4", "1.2.3", URL_OF_IT, ["The tag is v1.2.4, and the version in deno.json 1.2.3"]],
    ["v1.2", "1.2", URL_OF_IT, ["CHANGELOG.md says nothing of 1.2"]],
    ["v1.2.2", "1.2.2", URL_OF_IT, ["CHANGELOG.md says nothing of 1.2.2"]],
    ["v1.2.3", "1.2.3", "", [noRepository]],
  ] as const;
  for (const [tag, version, repository, problems] of table) {
    assertEquals(unready(tag, version, CHANGELOG, repository), [...problems]);
  }
});

test("A repository is a URL that links can be made of", () => {
  assertEquals(repositoryForRelease(URL_OF_IT), URL_OF_IT);
  for (
    const url of ["", `${URL_OF_IT}.git`, `${URL_OF_IT}/`, "git@github.com:OWNER/lambda4fetch", "https://github.com"]
  ) {
    assertThrows(() => repositoryForRelease(url), Error, "release/repository.ts");
  }
  if (REPOSITORY !== "") assertEquals(repositoryForRelease(), REPOSITORY);
});

test("npm's README leads to the repository as it was tagged", () => {
  const exists = (path: string) => ["docs/a.md", "p.png"].includes(path);
  const table = [
    ["[a](docs/a.md)", `[a](${URL_OF_IT}/blob/v1/docs/a.md)`],
    ["[a](./docs/a.md#part)", `[a](${URL_OF_IT}/blob/v1/docs/a.md#part)`],
    ["![p](p.png)", `![p](${URL_OF_IT}/raw/v1/p.png)`],
    [
      "[a](https://a.example) [b](#b) [c](mailto:c@a.example)",
      "[a](https://a.example) [b](#b) [c](mailto:c@a.example)",
    ],
    ["`[a](x)`\n\n```ts\nlist[0](x);\n```\n", "`[a](x)`\n\n```ts\nlist[0](x);\n```\n"],
  ] as const;
  for (const [readme, expected] of table) assertEquals(absoluteLinks(readme, URL_OF_IT, "v1", exists), expected);
  assertThrows(() => absoluteLinks("[a](docs/b.md)", URL_OF_IT, "v1", exists), Error, "docs/b.md");
});

test("A workflow that trusts more than it must is found", () => {
  const kept = [
    "permissions: {}",
    "jobs:",
    "  a:",
    "    runs-on: ubuntu-latest",
    "    timeout-minutes: 10",
    "    steps:",
    `      - uses: actions/checkout@${"0a".repeat(20)} # v1.0.0`,
    "        with:",
    "          persist-credentials: false",
    "      - run: npx deno",
  ].join("\n");
  const table = [
    ["", "", []],
    ["permissions: {}", "permissions: write-all", ["ci.yml grants permissions to all jobs"]],
    [`@${"0a".repeat(20)} #`, "@v1 #", ["ci.yml uses an action by a name that can move"]],
    ["persist-credentials: false", "fetch-depth: 0", ["ci.yml leaves a token in the clone"]],
    ["timeout-minutes: 10", "name: a", ["ci.yml may run without an end"]],
    ["npx deno", "echo ${{ github.head_ref }}", ["ci.yml puts an expression into a script"]],
    ["npx deno", "npx deno # ${{ secrets.TOKEN }}", [
      "ci.yml puts an expression into a script",
      "ci.yml needs a stored secret",
    ]],
  ] as const;
  for (const [text, by, problems] of table) assertEquals(problemsOf("ci.yml", kept.replace(text, by)), [...problems]);
});
