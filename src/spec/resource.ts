import type { Field } from "./field.ts";
import type { ResourceKind } from "./resource-words.ts";

/** Something that a request wants stored and that no feature of the catalog is about. */
export interface Resource {
  /** Singular and lower case: "watering", "house plant". Resources of a request are told apart by it. */
  readonly noun: string;
  readonly plural: string;
  readonly kind: ResourceKind;
  /** Those of its kind, as the request limits them, and those that it names itself. */
  readonly fields: readonly Field[];
  /** Bytes of its largest picture, where the request says so. */
  readonly largestPicture: number | null;
  /** The noun of the resource to whose rows its rows belong; null when they stand alone. */
  readonly partOf: string | null;
  /** Who may read it: each person what is their own, or everybody. A part is read like what it belongs to. */
  readonly readers: "owner" | "everyone";
  /** The words of the request that ask for it. */
  readonly evidence: string;
}
