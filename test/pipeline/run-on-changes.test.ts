import { expect, test } from "vitest";
import { exitCode } from "../../src/core/exit-code.ts";
import { InterruptedError } from "../../src/core/errors.ts";
import { runOnChanges, type Watched } from "../../src/pipeline/watch-folder.ts";

/** A watch and a validation that do what the test says, one after another. */
function simulated() {
  const controller = new AbortController();
  const runs: { readonly signal: AbortSignal; end(): void }[] = [];
  let change = Promise.withResolvers<readonly string[] | null>();
  controller.signal.addEventListener("abort", () => change.resolve(null));
  const watched: Watched = {
    watch: {
      nextChange: () => {
        change = Promise.withResolvers();
        if (controller.signal.aborted) change.resolve(null);
        return change.promise;
      },
      close: async () => {},
    },
    validation: {
      run: ({ signal }) => {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => reject(new InterruptedError("stopped")));
        runs.push({ signal, end: resolve });
        return promise.then(() => ({ exitCode: exitCode.done, reports: [] }));
      },
      prepare: async () => {},
      close: async () => {},
    },
  };
  const told: string[] = [];
  const ended = runOnChanges(watched, {
    root: "/app",
    cacheFolder: "/cache",
    allowDestructive: false,
    required: new Set(),
    signal: controller.signal,
    emit: ({ type }) => told.push(type),
    onError: ({ message }) => told.push(message),
  });
  return {
    runs,
    told,
    ended,
    change: (...paths: readonly string[]) => change.resolve(paths),
    interrupt: () => controller.abort(),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a change after the end of a run does not fire its signal, with which tools may be open", async () => {
  const { runs, change, interrupt, ended } = simulated();
  runs[0]?.end();
  await settled();
  change("a.ts");
  await settled();
  expect(runs).toHaveLength(2);
  expect(runs[0]?.signal.aborted).toBe(false);
  runs[1]?.end();
  await settled();
  interrupt();
  expect(await ended).toBe(0);
});

test("a change during a run fires its signal, and only the next run is told to have ended", async () => {
  const { runs, told, change, interrupt, ended } = simulated();
  change("a.ts");
  await settled();
  expect(runs[0]?.signal.aborted).toBe(true);
  expect(told).toEqual(["watch:change"]);
  runs[1]?.end();
  await settled();
  expect(told).toEqual(["watch:change", "validate:end", "watch:wait"]);
  interrupt();
  expect(await ended).toBe(0);
});

test("an interruption before any run has ended is the end of the command", async () => {
  const { interrupt, ended } = simulated();
  interrupt();
  expect(await ended).toBe(exitCode.interrupted);
});
