import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
// @if feature backend
import { localBackend } from "./dev/vite-plugin.ts";
// @end

const reactPackages =
  /[\\/]node_modules[\\/](?:react|react-dom|react-router|scheduler|@tanstack)[\\/]/;

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    // @if feature backend
    localBackend(),
    // @end
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  cacheDir: ".local/vite",
  build: {
    // Browsers that know light-dark(): rewritten for older ones, the colours could not change inside a page.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    // Of a package of 1,700 icons it reads those that are used.
    rolldownOptions: {
      experimental: { lazyBarrel: true },
      // Every page needs them, and they stay as they are when the app changes: browsers then keep them.
      output: { codeSplitting: { groups: [{ name: "react", test: reactPackages }] } },
    },
  },
  test: {
    environment: "happy-dom",
    // Files share one worker: three times faster, as src/test/setup.ts undoes what a test leaves behind.
    isolate: false,
    pool: "threads",
    setupFiles: "src/test/setup.ts",
    include: ["src/**/*.test.{ts,tsx}", "dev/**/*.test.ts"],
  },
});
