// `workerd test` calls test() of whatever is exported.
import { runAll } from "../../support/harness.ts";

export const tests = {
  async test(_controller: unknown, env: { ORIGIN: string; FILTER: string }): Promise<void> {
    await runAll(env.ORIGIN, "workerd", env.FILTER, (report) => console.log("##test " + JSON.stringify(report)));
  },
};
