import type { Conventions } from "../../catalog/load-conventions.ts";
import type { AppFiles } from "../../spec/change-set.ts";
import type { Plan } from "../../spec/plan.ts";

/** What all writers of an app's pages are told alike, byte for byte. */
export interface SharedKnowledge {
  readonly conventions: string;
  readonly app: string;
  /** Paths of the files that are shown and may be imported. */
  readonly offered: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

/** The conventions with the sources that they name, as far as this app has them, and the app in words. */
export function describeApp(
  { plan, app }: { readonly plan: Plan; readonly app: AppFiles },
  { text, packages, offers, examples }: Conventions,
): SharedKnowledge {
  const isIn = (path: string) => (place: string) =>
    place.endsWith("/") ? path.startsWith(place) : path === place;
  const shown = (places: readonly string[]) =>
    [...app].filter(([path]) => places.some(isIn(path)) && !/\.test\.tsx?$/.test(path));
  const offered = shown(offers);
  const style = shown(examples);
  return {
    offered: new Set(offered.map(([path]) => path)),
    packages: new Set(packages),
    app: appText(plan),
    conventions: [
      text,
      `## What pages may import\n\nPackages: ${packages.join(", ")}. Files of the app:`,
      ...offered.map(sourceText),
      ...(style.length === 0 ? [] : ["## Pages of this house, for their style only"]),
      ...style.map(sourceText),
    ].join("\n\n"),
  };
}

/** A file below its path. */
export function sourceText([path, content]: readonly [string, string | Uint8Array]): string {
  return `${path}:\n${typeof content === "string" ? content.trimEnd() : ""}`;
}

function appText({ brief, features }: Plan): string {
  const shown = features.filter(({ blueprint }) => blueprint.routes.length > 0);
  return [
    `Name: ${brief.appName}`,
    ...shown.map(
      ({ blueprint: { title, summary, routes } }) =>
        `- ${title}: ${summary} Pages: ${routes.map(({ path }) => path).join(", ")}`,
    ),
  ].join("\n");
}
