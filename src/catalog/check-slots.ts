import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import type { Slot } from "../spec/blueprint.ts";
import type { CheckInput } from "./check-input.ts";
import { baseFeatures, requiredClosure } from "./closure.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";

/** The list slot that every navigation item goes to. */
const navigationSlot = "app.navigation";

interface SlotUse {
  readonly slot: string;
  readonly path: readonly PropertyKey[];
  /** Features that are in the app whenever this use is, beside those that are always there. */
  readonly present: readonly string[];
  /** The kind of slot that the use needs; null when any kind will do. */
  readonly kind: Slot["kind"] | null;
}

/** Slots that are declared twice, unknown, out of reach or of the wrong kind, and contributions from files that are not there. */
export function checkSlots({ catalog, loaded }: CheckInput): readonly Diagnostic[] {
  const slots = new Map<string, { owner: LoadedBlueprint; slot: Slot }>();
  const found: Diagnostic[] = [];
  for (const owner of loaded) {
    for (const [index, slot] of owner.entry.blueprint.slots.entries()) {
      const first = slots.get(slot.name);
      if (first === undefined) slots.set(slot.name, { owner, slot });
      else {
        found.push(
          diagnostic({
            code: "catalog-duplicate-slot",
            message: `The slot "${slot.name}" is already declared in ${first.owner.entry.blueprintFile}.`,
            ...owner.locate(["slots", index, "name"]),
            name: slot.name,
          }),
        );
      }
    }
  }
  const always = baseFeatures(catalog);
  for (const blueprint of loaded) {
    for (const use of slotUses(blueprint)) {
      const known = slots.get(use.slot);
      const message =
        known === undefined
          ? `No feature has a slot "${use.slot}".`
          : useMessage(use, {
              slot: known.slot,
              owner: known.owner.entry.blueprint.id,
              reachable: requiredClosure(catalog, [...always, ...use.present]),
            });
      if (message === null) continue;
      const [nearest] = nearestTexts(use.slot, { candidates: slots.keys() });
      found.push(
        diagnostic({
          code: known === undefined ? "catalog-unknown-slot" : "catalog-slot-use",
          message,
          ...blueprint.locate(use.path),
          name: use.slot,
          fix: known === undefined && nearest !== undefined ? `Did you mean "${nearest}"?` : null,
        }),
      );
    }
    found.push(...checkContributionFiles(blueprint));
  }
  return found;
}

function useMessage(
  use: SlotUse,
  { slot, owner, reachable }: { slot: Slot; owner: string; reachable: ReadonlySet<string> },
): string | null {
  if (!reachable.has(owner)) {
    return `The slot "${slot.name}" belongs to "${owner}", which may not be in the app: require it, or contribute in a join with it.`;
  }
  if (use.kind !== null && slot.kind !== use.kind) {
    return `The slot "${slot.name}" is of kind ${slot.kind}; this needs a slot of kind ${use.kind}.`;
  }
  return null;
}

function slotUses({ entry }: LoadedBlueprint): readonly SlotUse[] {
  const { id, contributes, joins, routes, navigation } = entry.blueprint;
  const own = { present: [id] };
  return [
    ...contributes.map(({ slot }, index) => ({
      ...own,
      slot,
      path: ["contributes", index, "slot"],
      kind: null,
    })),
    ...joins.flatMap((join, at) =>
      join.contributes.map(({ slot }, index) => ({
        slot,
        path: ["joins", at, "contributes", index, "slot"],
        present: [id, ...join.with],
        kind: null,
      })),
    ),
    ...routes.map(({ slot }, index) => ({
      ...own,
      slot,
      path: ["routes", index, "slot"],
      kind: "list" as const,
    })),
    ...navigation.map((_, index) => ({
      ...own,
      slot: navigationSlot,
      path: ["navigation", index],
      kind: "list" as const,
    })),
  ];
}

function checkContributionFiles({ entry, locate }: LoadedBlueprint): readonly Diagnostic[] {
  const { id, files, contributes, joins } = entry.blueprint;
  const uses = [
    ...contributes.map(({ file }, index) => ({
      file,
      files,
      path: ["contributes", index, "file"],
    })),
    ...joins.flatMap((join, at) =>
      join.contributes.map(({ file }, index) => ({
        file,
        files: [...files, ...join.files],
        path: ["joins", at, "contributes", index, "file"],
      })),
    ),
  ];
  return uses
    .filter((use) => !use.files.includes(use.file))
    .map(({ file, path }) =>
      diagnostic({
        code: "catalog-contribution-file",
        message: `${file} is not among the files that "${id}" has here.`,
        ...locate(path),
        name: id,
        fix: "List the file under files, or correct its path.",
      }),
    );
}
