/**
 * A real headless Chromium, driven by its own DevTools protocol: no driver package.
 *
 * @module
 */
import { decodeBase64 } from "../../src/base/encoding.ts";
import { noteSkip } from "../support/skips.ts";
import { until } from "../support/stubs.ts";

const program = Deno.env.get("CHROMIUM") ?? "chromium";

/** One page of a browser of its own. */
export interface Page extends AsyncDisposable {
  /** Runs an expression in the page, and gives its value; what it promises is waited for. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void>;
  /** Clicks on an element with the mouse. */
  click(selector: string): Promise<void>;
  /** The page as a PNG. */
  screenshot(): Promise<Uint8Array>;
}

/**
 * Registers a test that needs Chromium. Without one it is skipped, and named at the end of the run, unless
 * `REQUIRE_CHROMIUM` is set.
 */
export function testInChromium(name: string, run: () => Promise<void>): void {
  Deno.test(name, async () => {
    if (await starts(program)) return await run();
    if (Deno.env.has("REQUIRE_CHROMIUM")) throw new Error(`There is no ${program}, and REQUIRE_CHROMIUM is set`);
    noteSkip(`${name}: there is no ${program}`);
  });
}

/** A program that is not installed makes `output()` throw at once: it returns no promise that rejects. */
async function starts(program: string): Promise<boolean> {
  try {
    const version = new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" });
    return (await version.output()).success;
  } catch {
    return false;
  }
}

/** Opens a page. */
export async function openPage(url: string, { width = 1000, height = 800, scale = 1 } = {}): Promise<Page> {
  const profile = await Deno.makeTempDir({ prefix: "chromium-" });
  const switches = ["headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"];
  const quiet = ["disable-background-networking", "disable-component-update", "disable-sync", "hide-scrollbars"];
  const rest = [`user-data-dir=${profile}`, "remote-debugging-port=0"];
  const browser = new Deno.Command(program, {
    args: [...[...switches, ...quiet, ...rest].map((name) => `--${name}`), "about:blank"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const socket = await connect(await addressOf(profile));
  const send = commands(socket);
  const { targetInfos } = await send("Target.getTargets") as { targetInfos: { type: string; targetId: string }[] };
  const { targetId } = targetInfos.find(({ type }) => type === "page")!;
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true }) as { sessionId: string };
  const sendToPage = (method: string, params: object = {}) => send(method, params, sessionId);
  const page = pageOf(sendToPage, async () => {
    const closed = new Promise((done) => socket.onclose = done);
    socket.close();
    await closed;
    browser.kill("SIGKILL");
    await browser.status;
    await removeSlowly(profile);
  });
  const screen = { width, height, deviceScaleFactor: scale, mobile: false };
  await sendToPage("Emulation.setDeviceMetricsOverride", screen);
  await sendToPage("Page.navigate", { url });
  await page.until("document.readyState === 'complete' && location.href !== 'about:blank'");
  return page;
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<unknown>;

function pageOf(send: Send, close: () => Promise<void>): Page {
  const page: Page = {
    async evaluate(expression) {
      const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      // deno-lint-ignore no-explicit-any
      const { result, exceptionDetails } = await send("Runtime.evaluate", params) as any;
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async until(expression) {
      await until(async () => !!await page.evaluate(expression));
    },
    async click(selector) {
      const [x, y] = await page.evaluate<[number, number]>(`(() => {
        const { x, y, width, height } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      })()`);
      for (const type of ["mousePressed", "mouseReleased"]) {
        await send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
      }
    },
    async screenshot() {
      return decodeBase64((await send("Page.captureScreenshot") as { data: string }).data);
    },
    [Symbol.asyncDispose]: close,
  };
  return page;
}

/** Where the browser listens: it writes that into its profile. */
async function addressOf(profile: string): Promise<string> {
  let written: string[] = [];
  await until(async () => {
    const text = await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "");
    written = text.split("\n");
    return written.length > 1;
  });
  const [port, path] = written;
  return `ws://127.0.0.1:${port}${path}`;
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((done, fail) => {
    socket.onopen = done;
    socket.onerror = fail;
  });
  return socket;
}

/** Pairs commands with their answers. */
function commands(socket: WebSocket): Send {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { id, result, error } = JSON.parse(data);
    const answer = waiting.get(id);
    waiting.delete(id);
    if (error) answer?.reject(new Error(error.message));
    else answer?.resolve(result);
  };
  return (method, params = {}, sessionId) => {
    const answer = Promise.withResolvers<unknown>();
    waiting.set(++last, answer);
    socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }));
    return answer.promise;
  };
}

/** Chromium's own children may still write for a moment after it is gone. */
async function removeSlowly(path: string): Promise<void> {
  for (let n = 0; n < 40; n++) {
    const removed = await Deno.remove(path, { recursive: true }).then(() => true, () => false);
    if (removed) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}
