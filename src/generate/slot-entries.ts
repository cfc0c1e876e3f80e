import { compareText } from "../core/compare-text.ts";
import type { Contribution, Route } from "../spec/blueprint.ts";
import type { Feature } from "../spec/plan.ts";

/** An import that a slot entry needs in the file of the slot. `from` is an app path or a package name. */
export interface EntryImport {
  readonly name: string;
  readonly from: { readonly kind: "file" | "package"; readonly name: string };
}

/** One contribution to a slot: what is imported there and what is written at the marker. */
export interface SlotEntry {
  readonly slot: string;
  readonly feature: string;
  readonly order: number;
  readonly tieKey: string;
  readonly imports: readonly EntryImport[];
  /** `component`, `value` and `function` are rendered by the slot's kind; `code` is written as it is. */
  readonly body:
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "code"; readonly code: string };
}

const DEFAULT_ORDER = 50;

/** All entries of all slots that the given features make, in the order in which they are written. */
export function slotEntries(features: readonly Feature[]): readonly SlotEntry[] {
  const present = new Set(features.map((feature) => feature.id));
  const entries = features.flatMap((feature) => {
    const { blueprint } = feature;
    const joined = blueprint.joins.filter((join) => join.with.every((id) => present.has(id)));
    const contributions = [...blueprint.contributes, ...joined.flatMap((join) => join.contributes)];
    return [
      ...contributions.map((contribution) => contributionEntry(feature.id, contribution)),
      ...blueprint.routes.map((route, index) => routeEntry(feature.id, route, index)),
      ...blueprint.navigation.map((item) => ({
        slot: "app.navigation",
        feature: feature.id,
        order: item.order,
        tieKey: item.to,
        imports: [{ name: item.icon, from: { kind: "package" as const, name: "lucide-react" } }],
        body: {
          kind: "code" as const,
          code: `{ to: ${JSON.stringify(item.to)}, label: ${JSON.stringify(item.label)}, icon: ${item.icon} },`,
        },
      })),
    ];
  });
  return entries.toSorted(compareEntries);
}

function contributionEntry(feature: string, contribution: Contribution): SlotEntry {
  return {
    slot: contribution.slot,
    feature,
    order: contribution.order,
    tieKey: contribution.name,
    imports: [{ name: contribution.name, from: { kind: "file", name: contribution.file } }],
    body: { kind: "name", name: contribution.name },
  };
}

function routeEntry(feature: string, route: Route, index: number): SlotEntry {
  const module = JSON.stringify(importPath(route.file));
  const load = `async () => ({ Component: (await import(${module})).${route.component} })`;
  const place = route.path === "/" ? "index: true" : `path: ${JSON.stringify(route.path)}`;
  return {
    slot: route.slot,
    feature,
    order: DEFAULT_ORDER,
    tieKey: String(index).padStart(4, "0"),
    imports: [],
    body: { kind: "code", code: `{ ${place}, lazy: ${load} },` },
  };
}

/** Files below src/ are imported through the app's `@/` alias, without extension. */
export function importPath(file: string): string {
  return `@/${file.replace(/^src\//, "").replace(/\.tsx?$/, "")}`;
}

function compareEntries(left: SlotEntry, right: SlotEntry): number {
  return (
    compareText(left.slot, right.slot) ||
    left.order - right.order ||
    compareText(left.feature, right.feature) ||
    compareText(left.tieKey, right.tieKey)
  );
}
