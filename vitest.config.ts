import { defineConfig } from "vitest/config";

/**
 * Whoever has a key does not pay for tests, and learns nothing from them: those that do bring their own. The compilers of
 * small projects end before there is garbage worth collecting, which would be a fifth of their time.
 */
const env = {
  MEGAMIND_PROVIDER: "offline",
  MEGAMIND_LEARN: "off",
  GOGC: "off",
  GOMEMLIMIT: "1GiB",
};

/**
 * Three tiers by name and place: `*.db.test.ts` boot a local database, and `*.slow.test.ts` run compilers or browsers,
 * or wait in real time; test/e2e builds whole apps, and everything else is fast. So a new test is in the fast set
 * unless its name or place says otherwise.
 *
 * Files of the first two share the modules of their worker: to start a process and load the program anew for each took a
 * fifth of the time. So what a module remembers outlives a file, and tests put back what they change in the process.
 */
export default defineConfig({
  test: {
    // Tests wait for processes and databases more than they compute: one worker a core.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "fast",
          env,
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.{db,slow}.test.ts", "test/e2e/**"],
          isolate: false,
          unstubEnvs: true,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "database",
          env,
          include: ["test/**/*.{db,slow}.test.ts"],
          isolate: false,
          unstubEnvs: true,
          setupFiles: ["test/support/keep-compiled-postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          env,
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
