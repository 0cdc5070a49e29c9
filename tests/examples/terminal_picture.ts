/** Colours of a dark terminal, by the numbers that programs print. */
const COLORS: Readonly<Record<number, string>> = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#76e3ea",
  90: "#8b949e",
  2: "#8b949e", // dim
};
const FOREGROUND = "#e6edf3";
const BACKGROUND = "#0d1117";

/** Longer lines are continued below, as terminals do. */
const COLUMNS = 100;
const CHARACTER_WIDTH = 8;
const LINE_HEIGHT = 19;
const PADDING = 16;

/** A piece of a line, and how it is painted. */
interface Span {
  readonly text: string;
  readonly color: string;
  readonly isBold: boolean;
}

/** An SVG of what a program has printed to a terminal: in the reader's own monospaced font, and still copyable text. */
export function terminalPicture(printed: string, title: string): string {
  const lines = linesOf(printed.trimEnd()).flatMap(wrap);
  const width = COLUMNS * CHARACTER_WIDTH + 2 * PADDING;
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const rows = lines.map((spans, row) => drawLine(spans, PADDING + row * LINE_HEIGHT + 14));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" style="white-space: pre">`,
    ...rows.filter(Boolean),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function drawLine(spans: readonly Span[], y: number): string {
  let column = 0;
  return spans.map((span) => {
    const text = span.text.trim();
    const indent = span.text.length - span.text.trimStart().length;
    const x = PADDING + (column + indent) * CHARACTER_WIDTH;
    column += [...span.text].length;
    if (!text) return "";
    const bold = span.isBold ? ' font-weight="bold"' : "";
    // Wherever fonts differ, columns stay columns.
    const fit = `textLength="${[...text].length * CHARACTER_WIDTH}" lengthAdjust="spacingAndGlyphs"`;
    return `<text x="${x}" y="${y}" fill="${span.color}"${bold} ${fit}>${escape(text)}</text>`;
  }).join("");
}

/** Splits the text into lines, and lines where the paint changes, which may last for several lines. */
function linesOf(text: string): Span[][] {
  const lines: Span[][] = [[]];
  let color = FOREGROUND, isBold = false;
  // deno-lint-ignore no-control-regex -- terminals are told their colours by control characters
  for (const [, codes, painted] of `\x1b[0m${text}`.matchAll(/\x1b\[([\d;]*)m([^\x1b]*)/g)) {
    for (const code of codes!.split(";").map(Number)) {
      if (code === 0) [color, isBold] = [FOREGROUND, false];
      else if (code === 1) isBold = true;
      else color = COLORS[code] ?? color;
    }
    const [first, ...others] = painted!.split("\n").map((text) => ({ text, color, isBold }));
    lines.at(-1)!.push(first!);
    lines.push(...others.map((span) => [span]));
  }
  return lines;
}

/** Breaks a line where the terminal ends. */
function wrap(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  let free = COLUMNS;
  for (const { text, ...paint } of spans) {
    let rest = [...text];
    while (rest.length > free) {
      lines.at(-1)!.push({ text: rest.slice(0, free).join(""), ...paint });
      lines.push([]);
      rest = rest.slice(free);
      free = COLUMNS;
    }
    lines.at(-1)!.push({ text: rest.join(""), ...paint });
    free -= rest.length;
  }
  return lines;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
