/**
 * The simulation's table and picture.
 *
 * @module
 */
import type { Figures, Target } from "../figures.ts";
import type { Contender, Storm } from "../storm.ts";
import type { Scenario } from "./simulate.ts";
import type { Tally } from "./tally.ts";

/** How they are called in table and picture, and how they are drawn. */
const LABELS: Readonly<Record<Contender, readonly [label: string, color: string, dash: string]>> = {
  "ours": ["`invoke`", "#2da44e", ""],
  "ours, idempotent": ["`invoke`, `idempotent`", "#2da44e", "5 3"],
  "SDK": ["the SDK", "#8b949e", ""],
  "aws4fetch": ["aws4fetch", "#d4812b", ""],
};

/** What was simulated, in some sentences. */
export function describeScenario({ isolates, demand, concurrency, before, outage, after }: Scenario): string {
  return `${
    isolates.toLocaleString("en-US")
  } isolates, each with a client of its own, call one function ${demand} times ` +
    `a second in all; it takes 100 ms, and ${concurrency} run at once at most (429 beyond). After ${
      before / 1_000
    } s ` +
    `of peace the service fails for ${
      outage / 1_000
    } s: it runs half of the calls, and of all it answers half with 500 ` +
    `and loses the other half's connections. Then it is well again for ${after / 1_000} s. The busiest tenth of the ` +
    `isolates makes a third of the calls; the clocks of 2 % are ten minutes off.`;
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const whole = (value: number) => value.toLocaleString("en-US");
const load = (value: number) => `${value.toFixed(2)} ×`;

/** What counts, beside what is wanted. */
export function stormTable({ tallies }: Storm, figures: Figures): string {
  const names = Object.keys(tallies) as Contender[];
  const { SDK } = tallies;
  type Row = [
    label: string,
    value: (tally: Tally) => number,
    text: (value: number) => string,
    targets?: Partial<Record<Contender, Target>>,
  ];
  const rows: Row[] = [
    ["calls that succeeded", ({ successes, calls }) => successes / calls, percent, {
      "ours": { least: round(SDK.successes / SDK.calls - .005) },
      "ours, idempotent": { least: round(SDK.successes / SDK.calls - .005) },
    }],
    ["requests", ({ requests }) => requests, whole, { "ours, idempotent": { most: SDK.requests - 1 } }],
    ["load in the outage, to demand", ({ outageLoad }) => outageLoad, load, { "ours": { most: 1.3 } }],
    ["most load in a second, to demand", ({ peakLoad }) => peakLoad, load],
    ["calls that ran more than once", ({ ranTwice }) => ranTwice, whole, { "ours": { most: 0 } }],
    ["calls that failed and were begun before or after the outage", ({ lostOutside }) => lostOutside, whole],
    ["seconds until all was well again", ({ recovery }) => recovery, whole, {
      "ours": { most: SDK.recovery },
      "ours, idempotent": { most: SDK.recovery },
    }],
    ["calls said not to have run that had", ({ wronglyDenied }) => wronglyDenied, whole, {
      "ours": { most: 0 },
      "ours, idempotent": { most: 0 },
    }],
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...names.map((name) => LABELS[name][0])]),
    line(["---", ...names.map(() => "---:")]),
    ...rows.map(([label, value, text, targets]) =>
      line([
        label,
        ...names.map((name) => {
          const figure = value(tallies[name]);
          return figures.judge(`storm: ${label}, ${name}`, figure, text(figure), targets?.[name]);
        }),
      ])
    ),
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

const WIDTH = 760, LEFT = 52, RIGHT = 14, TOP = 46, HEIGHT = 190, GAP = 44;

/** The load and the successes, second by second, as SVG. */
export function plotStorm({ scenario, tallies }: Storm): string {
  const names = Object.keys(tallies) as Contender[];
  const seconds = (scenario.before + scenario.outage + scenario.after) / 1_000;
  const most = Math.ceil(Math.max(...names.map((name) => tallies[name].peakLoad)));
  const x = (second: number) => LEFT + (WIDTH - LEFT - RIGHT) * second / seconds;
  const panel = (title: string, top: number, most: number, valuesOf: (tally: Tally) => readonly number[]) => {
    const y = (value: number) => top + HEIGHT * (1 - value / most);
    const [from, to] = [x(scenario.before / 1_000), x((scenario.before + scenario.outage) / 1_000)];
    const marks = Array.from(
      { length: most + 1 },
      (_, value) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${
          y(value)
        }" stroke="#8b949e" stroke-width=".4"/>` +
        `<text x="${LEFT - 8}" y="${y(value)}" text-anchor="end">${value}</text>`,
    );
    const lines = names.map((name) => {
      const points = valuesOf(tallies[name]).map((value, second) =>
        `${x(second + .5).toFixed(1)},${y(value).toFixed(1)}`
      );
      const [, color, dash] = LABELS[name];
      return `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="1.6" ` +
        `stroke-dasharray="${dash}"/>`;
    });
    return `<rect x="${from}" y="${top}" width="${to - from}" height="${HEIGHT}" fill="#cf222e1a"/>` +
      `<text x="${LEFT}" y="${top - 12}" class="title">${title}</text>${marks.join("")}${lines.join("\n")}`;
  };
  const second = TOP + HEIGHT + GAP;
  const bottom = second + HEIGHT;
  const times = Array.from(
    { length: Math.floor(seconds / 20) + 1 },
    (_, step) => `<text x="${x(20 * step)}" y="${bottom + 14}" text-anchor="middle">${20 * step} s</text>`,
  );
  const key = names.map((name, at) => {
    const [label, color, dash] = LABELS[name];
    const left = LEFT + at * 170;
    return `<line x1="${left}" x2="${left + 24}" y1="14" y2="14" stroke="${color}" stroke-width="2" ` +
      `stroke-dasharray="${dash}"/><text x="${left + 30}" y="14">${label.replaceAll("`", "")}</text>`;
  });
  const size = `viewBox="0 0 ${WIDTH} ${bottom + 28}" width="${WIDTH}" height="${bottom + 28}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" ` +
    `aria-label="Load and successes of each client in an outage, second by second">\n` +
    `<style>text{font:12.5px system-ui,sans-serif;fill:#768390;dominant-baseline:middle}.title{font-weight:600}</style>\n` +
    [
      ...key,
      panel("Requests to demand (red: the outage)", TOP, most, ({ load }) => load),
      panel("Calls that succeed", second, 1, ({ success }) => success),
      ...times,
    ].join("\n") + "\n</svg>\n";
}
