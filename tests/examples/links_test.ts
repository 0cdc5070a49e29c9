import { assert, assertEquals } from "../support/assert.ts";

const root = new URL("../../", import.meta.url);

/** The pages that people read. */
const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...[...Deno.readDirSync(new URL("docs", root))].map(({ name }) => `docs/${name}`).filter((name) =>
    name.endsWith(".md")
  ),
];

/** The targets of a page's links and pictures, code left out. */
function targetsOf(text: string): string[] {
  const prose = text.replace(/^```[^]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-"));
}

for (const page of PAGES) {
  Deno.test(`Every link of ${page} leads somewhere`, async () => {
    const url = new URL(page, root);
    for (const target of targetsOf(await Deno.readTextFile(url))) {
      if (/^https?:/.test(target)) continue;
      const { pathname, hash } = new URL(target, url);
      const { isFile } = await Deno.stat(pathname).catch(() => ({ isFile: undefined }));
      assert(isFile !== undefined, `${target} is not there`);
      if (hash) {
        assert(anchorsOf(await Deno.readTextFile(pathname)).includes(hash.slice(1)), `${target} has no such part`);
      }
    }
  });
}

Deno.test("README.md has at most 200 lines, and links every guide", async () => {
  const text = await Deno.readTextFile(new URL("README.md", root));
  assert(text.trimEnd().split("\n").length <= 200);
  const guides = PAGES.filter((page) => page.startsWith("docs/"));
  assertEquals(guides.filter((guide) => !text.includes(`](${guide})`)), []);
});

Deno.test("The Worker of README.md is the one in examples/", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", root));
  const block = /```ts ignore\n([^]*?)```/.exec(readme)?.[1];
  const example = await Deno.readTextFile(new URL("examples/readme_worker.ts", root));
  assertEquals(example.replace(/^\/\*\*[^]*?\*\/\n/, ""), block);
});
