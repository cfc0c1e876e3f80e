import type { Node } from "@pgsql/types";
import { string } from "./expressions.ts";

/** A block of PL/pgSQL that runs once, without a function. `body`: from `begin` to `end;`. */
export function doBlock(body: string): Node {
  return { DoStmt: { args: [{ DefElem: { defname: "as", arg: string(`\n${body}\n`) } }] } };
}
