/**
 * The picture of the figures that tell most: what ours takes of what the AWS SDK takes.
 *
 * @module
 */
import { STREAMS } from "./cases/decoding.ts";
import { type Runtime, RUNTIMES } from "./children.ts";
import { digits, type Figures } from "./figures.ts";
import { AT_ONCE } from "./entries/races.ts";
import { CONSOLES, overEmpty, overFetch } from "./tables.ts";

/** Readable on white and on black. */
const COLORS = { text: "#768390", ours: "#2da44e", sdk: "#8b949e59" };

const WIDTH = 760, LABELS = 84, BARS = 440, ROW = 22, HEAD = 34;

interface Bar {
  readonly label: string;
  readonly ours: number;
  readonly sdk: number;
  readonly unit: string;
}

function panels(figures: Figures): [string, Bar[]][] {
  const streams = Object.keys(STREAMS).map((stream): [string, Bar[]] => [
    `CPU for a stream: ${stream}`,
    RUNTIMES.map((runtime) => ({
      label: runtime,
      ours: figures.get(stream, runtime, "payloadStream") / 1_000,
      sdk: figures.get(stream, runtime, "SDK") / 1_000,
      unit: "ms",
    })),
  ]);
  const over = (runtime: Runtime, name: string) => overFetch(figures, `calling 1 KB × ${AT_ONCE}`, runtime, name);
  const start = (runtime: Runtime, name: string) => overEmpty(figures, "first request", runtime, name);
  const gzip = figures.all.filter(({ topic }) => topic === "gzip");
  return [
    ...streams,
    [
      `CPU for a call, ${AT_ONCE} at once, over a bare fetch`,
      CONSOLES.map((label) => ({ label, ours: over(label, "invoke"), sdk: over(label, "SDK"), unit: "µs" })),
    ],
    [
      "Cold start, over an empty script",
      RUNTIMES.map((label) => ({ label, ours: start(label, "ours"), sdk: start(label, "sdk"), unit: "ms" })),
    ],
    ["Size of both operations, gzip", [{
      label: "",
      ours: gzip[1]!.value / 1_000,
      sdk: gzip.find(({ name }) => name.includes("SDK"))!.value / 1_000,
      unit: "KB",
    }]],
  ];
}

function row({ label, ours, sdk, unit }: Bar, y: number): string {
  const width = Math.max(Math.min(ours / sdk, 1) * BARS, 2).toFixed(1);
  const middle = y + ROW / 2 + 1;
  return `<text x="${LABELS - 10}" y="${middle}" text-anchor="end">${label}</text>` +
    `<rect x="${LABELS}" y="${y + 3}" width="${BARS}" height="${ROW - 6}" rx="3" fill="${COLORS.sdk}"/>` +
    `<rect x="${LABELS}" y="${y + 3}" width="${width}" height="${ROW - 6}" rx="3" fill="${COLORS.ours}"/>` +
    `<text x="${LABELS + BARS + 12}" y="${middle}"><tspan class="ratio">${(ours / sdk).toFixed(2)} ×</tspan>` +
    `  ${digits(ours)} of ${digits(sdk)} ${unit}</text>`;
}

/** The picture as SVG. */
export function plot(figures: Figures): string {
  const parts: string[] = [];
  let y = 34;
  for (const [title, bars] of panels(figures)) {
    parts.push(`<text x="${LABELS}" y="${y + HEAD - 13}" class="title">${title}</text>`);
    y += HEAD;
    for (const bar of bars) {
      parts.push(row(bar, y));
      y += ROW;
    }
  }
  const key = `<rect x="${LABELS}" y="12" width="12" height="12" rx="3" fill="${COLORS.ours}"/>` +
    `<text x="${LABELS + 18}" y="18">lambda4fetch</text>` +
    `<rect x="${LABELS + 122}" y="12" width="12" height="12" rx="3" fill="${COLORS.sdk}"/>` +
    `<text x="${LABELS + 140}" y="18">@aws-sdk/client-lambda</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 14}" width="${WIDTH}" height="${
    y + 14
  }" ` +
    `role="img" aria-label="What lambda4fetch takes of what the AWS SDK takes">\n` +
    `<style>text{font:12.5px system-ui,sans-serif;fill:${COLORS.text};dominant-baseline:middle;white-space:pre}` +
    `.title,.ratio{font-weight:600}</style>\n${[key, ...parts].join("\n")}\n</svg>\n`;
}
