import type { AccessCommand } from "../../spec/access-rule.ts";

/** One change of the database that makes it more or less open than its rules. */
export interface Mutant {
  /** The table as cells name it: with its schema where that is not `public`. */
  readonly table: string;
  /** Of a change of a trigger or function: other tables whose cells may notice, beside effects and calls. */
  readonly others?: readonly string[] | undefined;
  /** The function that is changed, as calls name it. Default: none. */
  readonly called?: string | undefined;
  /** The command whose cells are the first to notice; null where any may. */
  readonly command: AccessCommand | null;
  readonly sql: string;
  /** Why nobody can tell it from the original, or null when somebody can. */
  readonly equivalent: string | null;
}
