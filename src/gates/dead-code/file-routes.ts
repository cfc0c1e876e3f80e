import type { CodeIndex } from "../../workspace/code-index/code-index.ts";
import { declaredPackages } from "../../workspace/code-index/manifest.ts";

/** Packages that make pages of files by where they lie: what is reached is known to them alone. */
const routers: Readonly<Record<string, string>> = {
  next: "Next.js",
  nuxt: "Nuxt",
  gatsby: "Gatsby",
  astro: "Astro",
  expo: "Expo",
  "expo-router": "Expo",
  vike: "Vike",
  umi: "Umi",
  "@angular/core": "Angular",
  "@react-router/dev": "React Router's framework mode",
  "@redwoodjs/core": "Redwood",
  "@remix-run/dev": "Remix",
  "@solidjs/start": "SolidStart",
  "@sveltejs/kit": "SvelteKit",
  "@tanstack/react-start": "TanStack Start",
  "@tanstack/router-plugin": "TanStack Router's file routes",
  "vite-plugin-pages": "vite-plugin-pages",
};

/** Code that only its own compiler can read. */
const unread: Readonly<Record<string, string>> = {
  ".vue": "Vue",
  ".svelte": "Svelte",
  ".astro": "Astro",
  ".mdx": "MDX",
};

/** Why nobody can say which files of a project are used, or null when that can be said. */
export function whyUnknowable({ manifest, files }: CodeIndex): string | null {
  if (manifest.kind === "read") {
    const declared = declaredPackages(manifest.manifest);
    const router = Object.keys(routers).find((name) => declared.has(name));
    if (router !== undefined) {
      return `${routers[router]} decides by their folders which files it uses.`;
    }
  }
  const ending = Object.keys(unread).find((one) => files.some((path) => path.endsWith(one)));
  return ending === undefined
    ? null
    : `Files of ${unread[ending]} import others and cannot be read.`;
}
