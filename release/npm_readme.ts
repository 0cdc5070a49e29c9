/** Links and pictures of Markdown, outside code: the text before the target, and the target. */
const LINK = /(!?\[[^\]]*\]\()([^)\s]+)/g;

/** Fenced blocks and inline code, in which nothing is a link. */
const CODE = /^```[^]*?^```|`[^`\n]*`/gm;

/** Targets that lead somewhere from anywhere, or stay on the page. */
const STANDS_ALONE = /^(?:[a-z][a-z\d+.-]*:|#)/i;

/**
 * The README as npm shows it: a relative link, which would lead nowhere there, leads to the repository as it was tagged.
 *
 * @param exists Whether the repository has a file of this path.
 */
export function absoluteLinks(
  readme: string,
  repository: string,
  tag: string,
  exists: (path: string) => boolean,
): string {
  let text = "", end = 0;
  for (const code of readme.matchAll(CODE)) {
    text += rewrite(readme.slice(end, code.index)) + code[0];
    end = code.index + code[0].length;
  }
  return text + rewrite(readme.slice(end));

  function rewrite(prose: string): string {
    return prose.replace(LINK, (link, before: string, target: string) => {
      if (STANDS_ALONE.test(target)) return link;
      const path = target.replace(/^\.\//, "").replace(/#.*$/, "");
      if (!exists(path)) {
        throw new Error(`README.md links to ${target}, which is not there`);
      }
      const kind = before.startsWith("!") ? "raw" : "blob";
      return `${before}${repository}/${kind}/${tag}/${target.replace(/^\.\//, "")}`;
    });
  }
}
