/**
 * One table for each topic, with targets beside the ratios.
 *
 * @module
 */
import { STREAMS } from "./cases/decoding.ts";
import { type Runtime, RUNTIMES } from "./children.ts";
import { digits, type Figures, type Target, times } from "./figures.ts";

/** Runtimes with processes of their own to measure. */
export const CONSOLES = ["Deno", "Node"] as const satisfies readonly Runtime[];

type Rows = readonly (readonly string[])[];
type Targets = Partial<Record<Runtime, Target>>;

function table(title: string, head: readonly string[], rows: Rows): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => column ? "---:" : "---");
  return [`**${title}**\n`, line(head), line(rule), ...rows.map(line)].join("\n");
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

function signing(figures: Figures): string {
  const rate = (runtime: Runtime, name: string) => 1_000_000 / figures.get("signing", runtime, name);
  const rates = (label: string, name: string) => [label, ...RUNTIMES.map((runtime) => digits(rate(runtime, name)))];
  const ratios = (label: string, name: string, peer: string, targets: Targets = {}) => [
    label,
    ...RUNTIMES.map((runtime) => {
      const ratio = rate(runtime, name) / rate(runtime, peer);
      return figures.judge(`signing: ${label} on ${runtime}`, ratio, times(ratio), targets[runtime]);
    }),
  ];
  const overAws4fetch = { Deno: { least: 1.25 }, Node: { least: 1.25 }, workerd: { least: 1.7 } };
  return table("Signing: signatures a second, 1 KB of body, all built anew for each call", ["", ...RUNTIMES], [
    rates("a whole `invoke` over a stub of `fetch`", "invoke"),
    rates("`signRequest`", "signRequest"),
    rates("aws4fetch `sign`", "aws4fetch"),
    rates("aws4fetch `sign`, one client for all", "aws4fetch warm"),
    rates("`@smithy/signature-v4` with `sha256-js`", "smithy"),
    rates("the SDK's whole `Invoke` over a stub of its handler", "SDK"),
    ratios("`invoke` to aws4fetch", "invoke", "aws4fetch", overAws4fetch),
    ratios("`signRequest` to aws4fetch", "signRequest", "aws4fetch", overAws4fetch),
    ratios("`invoke` to smithy", "invoke", "smithy", { workerd: { least: 2.4 } }),
    ratios("`invoke` to the SDK's `Invoke`", "invoke", "SDK"),
  ]);
}

function decoding(figures: Figures): string {
  const large = { Deno: { most: .42 }, Node: { most: .65 }, workerd: { most: .16 } };
  const small = { Deno: { most: .13 }, Node: { most: .13 }, workerd: { most: .13 } };
  const [big, tiny] = Object.keys(STREAMS) as [string, string];
  const row = (stream: string, label: string, name: string, targets?: Targets) => [
    `${stream}: ${label}`,
    ...RUNTIMES.map((runtime) => {
      const cpu = figures.get(stream, runtime, name);
      const ratio = cpu / figures.get(stream, runtime, "SDK");
      const judged = figures.judge(`${stream}: ${label} on ${runtime}`, ratio, times(ratio), targets?.[runtime]);
      return `${digits(cpu / 1_000)} ms${name === "SDK" ? "" : `, ${judged}`}`;
    }),
  ];
  const rows = (stream: string, payload: Targets, events?: Targets) => [
    row(stream, "`payloadStream`", "payloadStream", payload),
    row(stream, "`EventStream`", "EventStream", events),
    row(stream, "the SDK's `EventStream`", "SDK"),
    row(stream, "a bare `TransformStream`", "TransformStream"),
  ];
  return table("Decoding: CPU for a stream, and of the SDK's, in network chunks of 64 KB", ["", ...RUNTIMES], [
    ...rows(big, large, large),
    ...rows(tiny, small),
  ]);
}

function calling(figures: Figures): string {
  const targets: Targets = { Deno: { most: .3 }, Node: { most: .55 } };
  const over = (runtime: Runtime, name: string) =>
    figures.get("calling", runtime, name) - figures.get("calling", runtime, "fetch");
  const row = (label: string, name: string) => [
    label,
    ...CONSOLES.flatMap((runtime) => {
      const ratio = over(runtime, name) / over(runtime, "SDK");
      const target = name === "invoke" ? targets[runtime] : undefined;
      const isBase = name === "fetch" || name === "SDK";
      return [
        `${digits(figures.get("calling", runtime, name))} µs`,
        name === "fetch" ? "" : `${digits(over(runtime, name))} µs`,
        isBase ? "" : figures.judge(`CPU of ${label} over fetch on ${runtime}`, ratio, times(ratio), target),
      ];
    }),
  ];
  const head = ["", ...CONSOLES.flatMap((runtime) => [runtime, "over `fetch`", "of the SDK's"])];
  return table("A call over loopback HTTP: CPU of the client's process", head, [
    row("a bare `fetch` of the same bytes", "fetch"),
    row("`invoke`", "invoke"),
    row("the SDK's `Invoke`", "SDK"),
    row("aws4fetch", "aws4fetch"),
  ]);
}

function starting(figures: Figures): string {
  const over = (topic: string, runtime: Runtime, name: string) =>
    Math.max(figures.get(topic, runtime, name) - figures.get("first request", runtime, "empty"), 0);
  const cell = (label: string, topic: string, runtime: Runtime, name: string) => {
    const value = over(topic, runtime, name);
    const ratio = value / over(topic, runtime, "sdk");
    const target = topic === "first request" && name === "ours" ? { most: .2 } : {};
    const judged = figures.judge(`${topic} of ${label} on ${runtime}`, ratio, times(ratio), target);
    return `${digits(value)} ms${name === "sdk" ? "" : `, ${judged}`}`;
  };
  const row = (label: string, name: string) => [
    label,
    ...RUNTIMES.map((runtime) => name === "fetch" ? "" : cell(label, "first request", runtime, name)),
    ...CONSOLES.map((runtime) => cell(label, "first answer", runtime, name)),
  ];
  const head = ["", ...RUNTIMES, ...CONSOLES.map((runtime) => `${runtime}, first answer over HTTP`)];
  return table("Cold start: process start to the first signed request, over an empty script, and of the SDK's", head, [
    row("ours", "ours"),
    row("the SDK", "sdk"),
    row("aws4fetch", "aws4fetch"),
    row("a bare `fetch`", "fetch"),
  ]);
}

function memory(figures: Figures): string {
  const row = (label: string, name: string) => [
    label,
    ...CONSOLES.flatMap((runtime) => {
      const growth = figures.get("growth", runtime, name) / 2 ** 20;
      const ahead = figures.get("ahead", runtime, name) / 1_000;
      const [most, furthest] = name === "payloadStream" ? [{ most: 12 }, { most: 160 }] : [{}, {}];
      return [
        figures.judge(`memory of ${label} on ${runtime}`, growth, `${growth.toFixed(1)} MiB`, most),
        figures.judge(`read ahead of ${label} on ${runtime}`, ahead, `${ahead.toFixed(0)} KB`, furthest),
      ];
    }),
  ];
  const head = ["", ...CONSOLES.flatMap((runtime) => [runtime, "read ahead"])];
  return table("Memory: growth at its peak, a long stream of 16 KiB frames, garbage collected every 2 MB", head, [
    row("`payloadStream`", "payloadStream"),
    row("the SDK's `EventStream`", "SDK"),
    row("a bare `TransformStream`", "TransformStream"),
  ]);
}

/** The tables of the topics that there are figures of. */
export const TABLES: Readonly<Record<string, (figures: Figures) => string>> = {
  size: sizes,
  signing,
  decoding,
  calling,
  starting,
  memory,
};
