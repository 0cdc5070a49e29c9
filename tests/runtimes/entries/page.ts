// Chromium posts the reports back; the driver of edge-runtime calls __run itself.
import { type Report, runAll } from "../../support/harness.ts";

const page = globalThis as unknown as {
  __run(origin: string, runtime: string, filter: string): Promise<string>;
  document?: unknown;
  location: { search: string };
};

page.__run = async (origin, runtime, filter) => {
  const reports: Report[] = [];
  await runAll(origin, runtime, filter, (report) => reports.push(report));
  return JSON.stringify(reports);
};

if (page.document) {
  const query = new URLSearchParams(page.location.search);
  const run = page.__run(query.get("origin") ?? "", "chromium", query.get("filter") ?? "");
  run.then((body) => fetch("/report", { method: "POST", body }));
}
