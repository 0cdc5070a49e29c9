import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const repository = new URL("../../", import.meta.url).pathname;

export default defineConfig({
  plugins: [cloudflareTest({ miniflare: { compatibilityDate: "2026-10-01" } })],
  test: { setupFiles: ["./setup.ts"] },
  // Only here, inside of the module's own repository: elsewhere `npm install @lambda4fetch/lambda4fetch` is all.
  resolve: {
    alias: {
      "@lambda4fetch/lambda4fetch/local": `${repository}src/local/mod.ts`,
      "@lambda4fetch/lambda4fetch/http": `${repository}src/http/mod.ts`,
      "@lambda4fetch/lambda4fetch": `${repository}mod.ts`,
    },
  },
});
