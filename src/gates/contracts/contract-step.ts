import type { AccessCommand } from "../../spec/access-rule.ts";
import type { ContractRequest, JsonValues } from "./contract-request.ts";

/** A row that must come back, found by its key. */
export interface ExpectedRow {
  readonly key: JsonValues;
  /** Columns whose value is known. */
  readonly values: JsonValues;
}

/**
 * What must become of a request.
 * - `refused`: an error with one of these codes; with any code where none is named. - `unaffected`: no error, and no row.
 * - `rows`: exactly these rows, in any order. - `among`: all of these rows, none of the hidden ones, others may be there.
 * - `done`: no error.
 */
export type StepExpectation =
  | { readonly kind: "refused"; readonly codes: readonly string[] }
  | { readonly kind: "unaffected" }
  | { readonly kind: "rows"; readonly rows: readonly ExpectedRow[]; readonly isNewer?: boolean }
  | {
      readonly kind: "among";
      readonly rows: readonly ExpectedRow[];
      readonly hidden: readonly JsonValues[];
      /** Removed before, or because what they point to was. */
      readonly gone: readonly JsonValues[];
    }
  | { readonly kind: "done" };

export interface ContractStep {
  readonly request: ContractRequest;
  readonly expect: StepExpectation;
  readonly table: string;
  readonly command: AccessCommand;
  /** For people: who tries what. */
  readonly words: string;
}
