/**
 * One table for each topic, with targets beside the ratios.
 *
 * @module
 */
import { BODIES } from "./cases/calling.ts";
import { STREAMS } from "./cases/decoding.ts";
import { type Runtime, RUNTIMES } from "./children.ts";
import { AT_ONCE, CROWD } from "./entries/races.ts";
import { digits, type Figures, type Target, times } from "./figures.ts";

/** Runtimes with processes of their own to measure. */
export const CONSOLES = ["Deno", "Node"] as const satisfies readonly Runtime[];

/** How a long stream is cut where memory is measured, and how long it is; one-byte chunks take their time. */
export const LONG_STREAMS = [
  { total: 200_000_000, chunk: 65_536 },
  { total: 200_000_000, chunk: 1_460 },
  { total: 10_000_000, chunk: 1 },
] as const;

type Rows = readonly (readonly string[])[];
type Targets = Partial<Record<Runtime, Target>>;

function table(title: string, head: readonly string[], rows: Rows): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => column ? "---:" : "---");
  return [`### ${title}\n`, line(head), line(rule), ...rows.map(line)].join("\n");
}

function sizes(figures: Figures): string {
  const names = figures.all.filter((one) => one.topic === "gzip").map(({ name }) => name);
  const sdk = figures.get("gzip", "", names.find((name) => name.includes("SDK"))!);
  const rows = names.map((name) => {
    const gzip = figures.get("gzip", "", name);
    return [name, digits(figures.get("minified", "", name)), digits(gzip), times(gzip / sdk)];
  });
  return table("Size: what a bundle grows by, in bytes", ["", "minified", "gzip -9", "of the SDK's"], rows);
}

const SIGNERS: readonly (readonly [label: string, name: string])[] = [
  ["a whole `invoke` over a stub of `fetch`", "invoke"],
  ["the same, hashing left out", "invoke, hashing left out"],
  ["`signRequest`", "signRequest"],
  ["aws4fetch `sign`, one client for all", "aws4fetch warm"],
  ["aws4fetch `sign`, a client for each", "aws4fetch"],
  ["`@smithy/signature-v4` with `node:crypto`", "smithy native"],
  ["`@smithy/signature-v4` with `sha256-js`", "smithy"],
  ["the SDK's whole `Invoke` over a stub of its handler", "SDK"],
];

/** What signing takes in a group of races: signatures a second, and microseconds of CPU for each. */
function signers(figures: Figures, title: string, group: string): string {
  const measured = SIGNERS.filter(([, name]) => Number.isFinite(figures.get(group, "Deno", name)));
  const rows = measured.map(([label, name]) => [
    label,
    ...RUNTIMES.map((runtime) => digits(1_000_000 / figures.get(group, runtime, name, "wall"))),
    ...CONSOLES.map((runtime) => `${digits(figures.get(group, runtime, name))} µs`),
  ]);
  return table(title, ["", ...RUNTIMES, ...CONSOLES.map((runtime) => `CPU on ${runtime}`)], rows);
}

function signing(figures: Figures): string {
  const ratios = (group: string, label: string, peer: string, targets: Targets = {}) => [
    label,
    ...RUNTIMES.map((runtime) => {
      const wall = (name: string) => figures.get(group, runtime, name, "wall");
      const ratio = wall(peer) / wall("invoke");
      return figures.judge(`\`invoke\` over a stub to ${label}, ${runtime}`, ratio, times(ratio), targets[runtime]);
    }),
  ];
  const small = "signing 1 KB";
  const rows = [
    ratios(small, "smithy with `sha256-js`", "smithy", {
      Deno: { least: 2.5 },
      Node: { least: 2.5 },
      workerd: { least: 2.2 },
    }),
    ratios(small, "smithy with `node:crypto`", "smithy native", { Deno: { least: 1.4 }, Node: { least: 1.4 } }),
    ratios(small, "aws4fetch's bare signer, warm", "aws4fetch warm", {
      Deno: { least: 3 },
      Node: { least: 3 },
      workerd: { least: 1.6 },
    }),
    ratios(`${small} × ${AT_ONCE}`, `aws4fetch's bare signer, warm, ${AT_ONCE} at once`, "aws4fetch warm"),
    ratios("signing 1 MB", "aws4fetch's bare signer, warm, 1 MB", "aws4fetch warm"),
    ratios(small, "the SDK's whole `Invoke`", "SDK"),
  ];
  return [
    table("Signing: a whole `invoke` over a stub, signatures a second, to those of its peers", ["", ...RUNTIMES], rows),
    signers(figures, "Signing 1 KB: signatures a second", small),
    signers(figures, `Signing 1 KB, ${AT_ONCE} at once: signatures a second`, `${small} × ${AT_ONCE}`),
    signers(figures, "Signing 1 MB: signatures a second", "signing 1 MB"),
  ].join("\n\n");
}

function decoding(figures: Figures): string {
  const row = (stream: string, label: string, name: string, targets?: Targets) => [
    `${stream}: ${label}`,
    ...RUNTIMES.map((runtime) => {
      const cpu = figures.get(stream, runtime, name);
      const ratio = cpu / figures.get(stream, runtime, "SDK");
      const judged = figures.judge(`CPU of ${label}, ${stream}, ${runtime}`, ratio, times(ratio), targets?.[runtime]);
      return `${digits(cpu / 1_000)} ms${name === "SDK" ? "" : `, ${judged}`}`;
    }),
  ];
  const rows = (stream: string, payload: Targets, events?: Targets) => [
    row(stream, "`payloadStream`", "payloadStream", payload),
    row(stream, "`EventStream`", "EventStream", events),
    row(stream, "the SDK's `EventStream`", "SDK"),
    row(stream, "a bare `TransformStream`", "TransformStream"),
  ];
  const [big, tiny, pieces] = Object.keys(STREAMS) as [string, string, string];
  const large = { Deno: { most: .42 }, Node: { most: .65 }, workerd: { most: .16 } };
  const small = { Deno: { most: .13 }, Node: { most: .13 }, workerd: { most: .13 } };
  const many = { Deno: { most: 1 }, Node: { most: 1 }, workerd: { most: 1 } };
  return table(
    "Decoding: CPU for a stream, and of the SDK's; in network chunks of 64 KB by default",
    ["", ...RUNTIMES],
    [...rows(big, large, large), ...rows(tiny, small), ...rows(pieces, many)],
  );
}

/** Microseconds that a caller takes over a bare `fetch` of the same bytes. */
export function overFetch(figures: Figures, group: string, runtime: Runtime, name: string): number {
  return Math.max(figures.get(group, runtime, name) - figures.get(group, runtime, "fetch"), 0);
}

function calling(figures: Figures): string {
  const head = ["", ...CONSOLES.flatMap((runtime) => [runtime, "wall", "over `fetch`", "of the SDK's"])];
  const callers = [
    ["a bare `fetch` of the same bytes", "fetch"],
    ["`invoke`", "invoke"],
    ["the SDK's `Invoke`", "SDK"],
    ["aws4fetch", "aws4fetch"],
  ] as const;
  const one = (group: string, title: string, targets: Targets) => {
    const rows = callers.map(([label, name]) => [
      label,
      ...CONSOLES.flatMap((runtime) => {
        const over = overFetch(figures, group, runtime, name);
        const ratio = over / overFetch(figures, group, runtime, "SDK");
        const target = name === "invoke" ? targets[runtime] : undefined;
        const isBase = name === "fetch" || name === "SDK";
        return [
          `${digits(figures.get(group, runtime, name))} µs`,
          `${digits(figures.get(group, runtime, name, "wall"))} µs`,
          name === "fetch" ? "" : `${digits(over)} µs`,
          isBase
            ? ""
            : figures.judge(`CPU of ${label} over \`fetch\`, ${title}, ${runtime}`, ratio, times(ratio), target),
        ];
      }),
    ]);
    return table(`A call over loopback HTTP, ${title}: CPU and time for each`, head, rows);
  };
  const [small, large] = Object.keys(BODIES) as [string, string];
  const goal = { most: .2 };
  return [
    one(`calling ${small}`, `${small}, one at a time`, { Deno: goal }),
    one(`calling ${small} × ${AT_ONCE}`, `${small}, ${AT_ONCE} at once`, { Deno: goal, Node: goal }),
    one(`calling ${large}`, `${large}, one at a time`, {}),
    one(`calling ${large} × ${AT_ONCE}`, `${large}, ${AT_ONCE} at once`, {}),
  ].join("\n\n");
}

function streaming(figures: Figures): string {
  const row = (label: string, name: string, target?: Target) => [
    label,
    ...CONSOLES.map((runtime) => {
      const cpu = figures.get("streaming", runtime, name);
      const ratio = cpu / figures.get("streaming", runtime, "SDK");
      const what = `CPU of ${label} over loopback HTTP, ${runtime}`;
      return `${digits(cpu / 1_000)} ms${
        name === "SDK" ? "" : `, ${figures.judge(what, ratio, times(ratio), target)}`
      }`;
    }),
  ];
  const title = "Streaming over loopback HTTP: CPU for 6 MB in frames of 64 KiB, in network chunks of 1,460 B";
  return table(`${title}, and of the SDK's`, ["", ...CONSOLES], [
    row("`payloadStream`", "payloadStream", { most: 1 }),
    row("`EventStream`", "EventStream"),
    row("the SDK's `EventStream`", "SDK"),
    row("a bare `fetch` of the same bytes", "fetch"),
  ]);
}

function crowds(figures: Figures): string {
  const rows = [["plain", "plain"], ["with a signal and a time limit", "limited"]].map(([label, name]) => [
    label!,
    ...CONSOLES.flatMap((runtime) => {
      const [one, many] = [1, CROWD].map((width) => figures.get(`crowd × ${width}`, runtime, name!));
      const ratio = many! / one!;
      const what = `${digits(CROWD)} calls at once, ${label}, to one, ${runtime}`;
      return [
        `${digits(one!)} µs`,
        `${digits(many!)} µs, ${figures.judge(what, ratio, times(ratio), { most: 1.15 })}`,
      ];
    }),
  ]);
  const head = ["", ...CONSOLES.flatMap((runtime) => [`${runtime}, one at a time`, `${digits(CROWD)} at once`])];
  return table("A crowd: CPU of an `invoke` over a stub, on one config", head, rows);
}

/** Milliseconds that a start takes over that of an empty script. */
export function overEmpty(figures: Figures, topic: string, runtime: Runtime, name: string): number {
  return Math.max(figures.get(topic, runtime, name) - figures.get("first request", runtime, "empty"), 0);
}

function starting(figures: Figures): string {
  const cell = (label: string, topic: string, runtime: Runtime, name: string, targets: Targets = {}) => {
    const value = overEmpty(figures, topic, runtime, name);
    const ratio = value / overEmpty(figures, topic, runtime, "sdk");
    const judged = figures.judge(`${topic} of ${label}, ${runtime}`, ratio, times(ratio), targets[runtime]);
    return `${digits(value)} ms${name === "sdk" ? "" : `, ${judged}`}`;
  };
  const starters = [["ours", "ours"], ["the SDK", "sdk"], ["aws4fetch", "aws4fetch"]] as const;
  const first = { Deno: { most: .1 }, Node: { most: .2 }, workerd: { most: .2 } };
  const requests = starters.map(([label, name]) => [
    label,
    ...RUNTIMES.map((runtime) => cell(label, "first request", runtime, name, name === "ours" ? first : {})),
  ]);
  const answers = [["a bare `fetch`", "fetch"] as const, ...starters].map(([label, name]) => [
    label,
    ...CONSOLES.map((runtime) => cell(label, "first answer", runtime, name)),
  ]);
  return [
    table("Cold start: process start to the first signed request, over an empty script", ["", ...RUNTIMES], requests),
    table("Cold start: process start to the first answer over HTTP, over an empty script", ["", ...CONSOLES], answers),
  ].join("\n\n");
}

function memory(figures: Figures): string {
  const row = (label: string, name: string, group: string) => [
    label,
    ...CONSOLES.flatMap((runtime) => {
      const growth = figures.get(group, runtime, name, "growth") / 2 ** 20;
      const ahead = figures.get(group, runtime, name, "ahead") / 1_000;
      const [most, furthest] = name === "payloadStream" ? [{ most: 12 }, { most: 160 }] : [{}, {}];
      return [
        figures.judge(`memory of ${label}, ${group}, ${runtime}`, growth, `${growth.toFixed(1)} MiB`, most),
        figures.judge(`read ahead of ${label}, ${group}, ${runtime}`, ahead, `${ahead.toFixed(1)} KB`, furthest),
      ];
    }),
  ];
  const head = ["", ...CONSOLES.flatMap((runtime) => [runtime, "read ahead"])];
  return LONG_STREAMS.map((stream) => {
    const group = nameOf(stream);
    const title = `Memory: growth at its peak, ${group} of 16 KiB frames, garbage collected as it goes`;
    return table(title, head, [
      row("`payloadStream`", "payloadStream", group),
      row("the SDK's `EventStream`", "SDK", group),
      row("a bare `TransformStream`", "TransformStream", group),
    ]);
  }).join("\n\n");
}

/** What a long stream is called. */
export function nameOf({ total, chunk }: typeof LONG_STREAMS[number]): string {
  return `${digits(total / 1_000_000)} MB in network chunks of ${digits(chunk)} B`;
}

/** The tables of the topics that there are figures of. */
export const TABLES: Readonly<Record<string, (figures: Figures) => string>> = {
  size: sizes,
  signing,
  decoding,
  calling,
  streaming,
  crowd: crowds,
  starting,
  memory,
};
