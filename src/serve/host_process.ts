/** What the program needs of `process`, which Node.js, Deno and Bun have alike. */
export interface HostProcess {
  /** The runtime, the program, and then what the user wrote. */
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly execPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly stdin: HostStream & { resume(): void };
  readonly stdout: HostStream;
  readonly stderr: HostStream;
  cwd(): string;
  exit(status: number): never;
  on(
    event: "uncaughtException" | "unhandledRejection" | "SIGINT" | "SIGTERM",
    listener: (reason: unknown) => void,
  ): void;
  getBuiltinModule<Name extends keyof HostModules>(name: Name): HostModules[Name];
}

interface HostStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
  on(event: "close" | "end", listener: () => void): void;
}

/** The modules that the program needs, by their names. */
interface HostModules {
  readonly "node:child_process": {
    spawn(
      program: string,
      args: readonly string[],
      options: {
        readonly stdio: readonly ["pipe", "inherit", "inherit"];
        readonly env: Readonly<Record<string, string | undefined>>;
      },
    ): ChildProcess;
  };
  readonly "node:fs": {
    statSync(
      path: string,
      options: { readonly throwIfNoEntry: false },
    ): { readonly mtimeMs: number; readonly size: number; isFile(): boolean } | undefined;
    readFileSync(path: string, encoding: "utf8"): string;
  };
  readonly "node:path": {
    resolve(...parts: readonly string[]): string;
    relative(from: string, to: string): string;
    dirname(path: string): string;
  };
  readonly "node:url": {
    fileURLToPath(url: string): string;
    pathToFileURL(path: string): { readonly href: string };
  };
}

/** A program that this one has started. */
export interface ChildProcess {
  kill(): unknown;
  on(event: "exit", listener: (status: number | null) => void): unknown;
}

/** The process that runs this. */
export function hostProcess(): HostProcess {
  return (globalThis as unknown as { readonly process: HostProcess }).process;
}
