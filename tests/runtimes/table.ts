import type { Report } from "../support/harness.ts";
import type { Outcome } from "./command.ts";

/** The runs by name of the runtime; a string says why there was none. */
export type Results = Readonly<Record<string, (Outcome & { readonly version: string }) | string>>;

const key = (report: Report) => `${report.file}: ${report.name}`;

/** The table, all failures in full, and the counts. */
export function summarize(results: Results): { text: string; passed: number; failed: number; skipped: number } {
  const all = Object.values(results).flatMap((result) => typeof result === "string" ? [] : result.reports);
  const expected = new Set(all.map(key));
  const files = [...new Set(all.map((report) => report.file))].sort();
  let [passed, failed, skipped] = [0, 0, 0];
  const sections: string[] = [];
  for (const [name, result] of Object.entries(results)) {
    if (typeof result === "string") {
      sections.push(`${name}: ${result}`);
      if (result.startsWith("skipped")) skipped++;
      else failed++;
      continue;
    }
    const troubles = troublesOf(name, result, expected);
    const count = (status: string) => result.reports.filter((report) => report.status === status).length;
    passed += count("ok");
    failed += troubles.length;
    skipped += count("skipped");
    sections.push(
      `${name} ${result.version}: ${count("ok")} passed in ${(result.ms / 1_000).toFixed(1)} s`,
      ...troubles,
    );
  }
  const table = tableOf(results, files);
  return { text: [table, "", ...skipsOf(results), ...sections].join("\n"), passed, failed, skipped };
}

/** Failed cases, cases that never came, and an exit that no case explains. */
function troublesOf(name: string, { reports, code, output }: Outcome, expected: ReadonlySet<string>): string[] {
  const tail = indent(output.trim().split("\n").slice(-20).join("\n"));
  if (reports.length === 0) return [`  FAILED: ${name} reported nothing and ended with exit code ${code}${tail}`];
  const failures = reports.filter((report) => report.status === "failed");
  const troubles = failures.map((report) => `  FAILED on ${name}: ${key(report)}${indent(report.error ?? "")}`);
  const seen = new Set(reports.map(key));
  const missing = [...expected].filter((wanted) => !seen.has(wanted));
  troubles.push(...missing.map((wanted) => `  NOT RUN on ${name}: ${wanted}`));
  if (code !== 0) troubles.push(`  FAILED: ${name} ended with exit code ${code}${tail}`);
  return troubles;
}

function indent(text: string): string {
  return text && `\n${text}`.replaceAll("\n", "\n    ");
}

function skipsOf(results: Results): string[] {
  const reasons = new Map<string, string[]>();
  for (const [name, result] of Object.entries(results)) {
    if (typeof result === "string") continue;
    for (const report of result.reports.filter((one) => one.status === "skipped")) {
      const line = `skipped: ${key(report)}: ${report.error}`;
      reasons.set(line, [...reasons.get(line) ?? [], name]);
    }
  }
  return [...reasons].map(([line, names]) => `${line} (${names.join(", ")})`);
}

/** One row for each file, since cases are many. */
function tableOf(results: Results, files: readonly string[]): string {
  const names = Object.keys(results);
  const rows = files.map((file) => [file, ...names.map((name) => cell(results[name], file))]);
  const grid = [["", ...names], ...rows];
  const widths = grid[0]!.map((_, column) => Math.max(...grid.map((row) => row[column]!.length)));
  return grid.map((row) => row.map((text, column) => text.padEnd(widths[column]!)).join("  ").trimEnd()).join("\n");
}

function cell(result: Results[string] | undefined, file: string): string {
  if (result === undefined || typeof result === "string") return "-";
  const reports = result.reports.filter((report) => report.file === file);
  const count = (status: string) => reports.filter((report) => report.status === status).length;
  const parts = [[count("ok"), "ok"], [count("failed"), "FAILED"], [count("skipped"), "skipped"]] as const;
  return parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`).join(" ") || "-";
}
