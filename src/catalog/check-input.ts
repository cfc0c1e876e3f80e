import type { Catalog } from "./catalog.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What every check of the catalog looks at. */
export interface CheckInput {
  readonly catalog: Catalog;
  /** Every blueprint that fits its schema, in order of ids. */
  readonly loaded: readonly LoadedBlueprint[];
  readonly locateArchetype: YamlSource["locate"];
}
