import type { Archetype, Blueprint } from "../spec/blueprint.ts";
import type { ResourceWords } from "../spec/resource-words.ts";
import type { Pages } from "./pages/pages.ts";

/** One feature that an app may have, as it stands in the templates folder. */
export interface CatalogEntry {
  /** With the default values of its parameters. */
  readonly blueprint: Blueprint;
  /** The parsed YAML before parameters were bound; input of `bindBlueprint`. */
  readonly source: unknown;
  /** Absolute path of the feature's folder. */
  readonly folder: string;
  /** Path of the blueprint below the templates folder, with forward slashes. */
  readonly blueprintFile: string;
  /** Whether its files stand in the templates folder, or are printed from a designed blueprint. */
  readonly origin: "catalog" | "designed";
}

/** Everything we know of apps. Entries are in order of their ids. */
export interface Catalog {
  /** Absolute path of the templates folder. */
  readonly folder: string;
  readonly entries: ReadonlyMap<string, CatalogEntry>;
  readonly archetypes: readonly Archetype[];
  /** What pages of designed features are made of; null when the templates folder has no `pages/`. */
  readonly pages: Pages | null;
  /** What is known of nouns that no feature is about; null when the templates folder has no `resources.yaml`. */
  readonly resources: ResourceWords | null;
}
