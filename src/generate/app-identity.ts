import type { Brief } from "../spec/brief.ts";

/** The words that stand for the app's name and slug in templates. */
const canonicalIdentity = { name: "Canonical App", slug: "canonical-app" } as const;

/** Puts the app's own name and slug where templates have the canonical ones. */
export function appIdentity(text: string, brief: Pick<Brief, "appName" | "slug">): string {
  return text
    .replaceAll(canonicalIdentity.name, brief.appName)
    .replaceAll(canonicalIdentity.slug, brief.slug);
}
