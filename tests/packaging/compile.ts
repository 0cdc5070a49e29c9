/**
 * TypeScript compiles what users write, whatever they have set.
 *
 * @module
 */
import { bin, here, must, run } from "./command.ts";

/** The floor, the one before the newest, and the newest, as `package.json` names them. */
const COMPILERS: Readonly<Record<string, string>> = {
  "5.7": `${here}/node_modules/typescript-5.7/bin/tsc`,
  "5.9": bin("tsc"),
  "7.0": `${here}/node_modules/typescript-7/bin/tsc`,
};

/** Where the declarations of Web standards come from, and what else is set there. */
const LIBRARIES: Readonly<Record<string, Library>> = {
  // As Next.js and Vite have it: without `dom.asynciterable`.
  browsers: { lib: ["dom", "dom.iterable", "esnext"], types: [] },
  "a Worker": { lib: ["es2022"], types: ["@cloudflare/workers-types"] },
  "Node.js": { lib: ["es2022"], types: ["@types/node"] },
  Bun: { lib: ["esnext"], types: ["bun-types"] },
  // What `create-next-app` writes: both at once, and an old target.
  "Next.js": {
    lib: ["dom", "dom.iterable", "esnext"],
    types: ["@types/node"],
    settings: { target: "es2017", isolatedModules: true, esModuleInterop: true, allowJs: true, jsx: "preserve" },
  },
};

interface Library {
  readonly lib: readonly string[];
  readonly types: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Each version is compiled with both, and so is each library. */
const STYLES = [
  { moduleResolution: "nodenext", module: "nodenext", exactOptionalPropertyTypes: true },
  { moduleResolution: "bundler", module: "esnext", exactOptionalPropertyTypes: false },
] as const;

/** One compiler, with one library and one style. */
export interface Compilation {
  readonly what: string;
  readonly compiler: string;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** All that is compiled: each version with each library, and of the two styles the one or the other by turns. */
export const COMPILATIONS: readonly Compilation[] = Object.keys(COMPILERS)
  .flatMap((version, row) =>
    Object.entries(LIBRARIES).map(
      ([library, { lib, types, settings }], column) => {
        const style = STYLES[(row + column) % STYLES.length]!;
        const exact = style.exactOptionalPropertyTypes ? ", exactOptionalPropertyTypes" : "";
        return {
          what: `TypeScript ${version} for ${library}, ${style.moduleResolution}${exact}`,
          compiler: COMPILERS[version]!,
          compilerOptions: {
            target: "es2022",
            ...style,
            ...settings,
            lib,
            types: types.map((name) => `${here}/node_modules/${name}`),
          },
        };
      },
    )
  );

/** Compiles, with all declarations read: of the package's own and of the types that a project has, not of `lib`. */
export async function compile(consumer: string, { compiler, compilerOptions }: Compilation): Promise<string> {
  const options = { ...compilerOptions, strict: true, noEmit: true, skipLibCheck: false, skipDefaultLibCheck: true };
  const files = ["types.ts", ...await readmeBlocks(consumer)];
  await Deno.writeTextFile(`${consumer}/tsconfig.json`, JSON.stringify({ compilerOptions: options, files }));
  must((await run(consumer, "node", compiler, "--pretty", "false")).trim() === "" ? [] : ["it prints something"]);
  return `${files.length} files`;
}

/** What README shows, each block in a file of its own. */
async function readmeBlocks(consumer: string): Promise<string[]> {
  const readme = await Deno.readTextFile(`${consumer}/node_modules/@lambda4fetch/lambda4fetch/README.md`);
  const blocks = [...readme.matchAll(/^```ts\b.*\n([^]*?)^```/gm)].map((match) => match[1]!);
  must(blocks.length > 0 ? [] : ["README.md has no code"]);
  return await Promise.all(blocks.map(async (block, index) => {
    const name = `readme_${index + 1}.ts`;
    await Deno.writeTextFile(`${consumer}/${name}`, block);
    return name;
  }));
}
