/**
 * A fresh project of Next.js, in the folder beside this file: built, started, and asked on both of its runtimes.
 *
 * @module
 */
import { RunningProgram } from "../peers/support/running_program.ts";
import { copyFile, filesOf, here, must, run, temporary } from "./command.ts";

const RUNTIMES = ["node", "edge"];

/** Next.js builds and serves what calls a local Lambda. */
export async function serveWithNext(tarball: string): Promise<string> {
  const project = `${temporary}/next`;
  for (const path of filesOf(`${here}/next`)) {
    await copyFile(`${here}/next/${path}`, `${project}/${path}`);
  }
  await run(project, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  await run(project, "npm", "install", "--offline", "--no-save", "--no-audit", "--no-fund", tarball);
  await run(project, "npx", "next", "build");
  await using program = new RunningProgram(["npx", "next", "start", "--port=0"], project, {
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const [, origin] = await program.until(/(http:\/\/localhost:\d+)/);
  for (const runtime of RUNTIMES) {
    const response = await fetch(`${origin}/${runtime}/page?name=Ada`);
    const answer = `${response.status} ${await response.text()}`;
    must(answer === `200 /${runtime}/page: Hello, Ada` ? [] : [`${runtime} answers ${answer}`]);
  }
  return `${program.printed[0]?.replace(/^\W+/, "")}, answers on ${RUNTIMES.join(" and ")}`;
}
