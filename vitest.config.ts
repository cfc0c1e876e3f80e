import { defineConfig } from "vitest/config";

/** `fast` is everything but the whole builds in test/e2e, so a new test is in it unless it is put there. */
export default defineConfig({
  test: {
    // Tests wait for processes and databases more than they compute: one worker a core.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
