import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { JudgedStep } from "./judge-story.ts";
import { isPromised, kindOf, type RowTypes } from "./row-types.ts";

interface TypesToJudge {
  readonly judged: readonly JudgedStep[];
  readonly types: RowTypes;
  /** Where the types are. */
  readonly file: string;
  /** The feature of a table. */
  readonly featureOf: (table: string) => string;
}

/** Whether rows come back with the columns and types that the app's code relies on. Each column is named once. */
export function judgeTypes({
  judged,
  types,
  file,
  featureOf,
}: TypesToJudge): readonly Diagnostic[] {
  const found = new Map<string, string>();
  for (const { step, reply } of judged) {
    if (step.request.kind !== "select") continue;
    const { table } = step;
    const columns = types.get(table);
    for (const row of reply.rows) {
      for (const name of new Set([...(columns?.keys() ?? []), ...Object.keys(row)])) {
        const place = `${table}.${name}`;
        const promised = columns?.get(name);
        const value = row[name];
        if (promised === undefined) found.set(place, "comes back, but the types do not have it");
        else if (value === undefined)
          found.set(place, "is promised by the types, but does not come back");
        else if (!isPromised(value, promised))
          found.set(place, `comes back as ${kindOf(value)}, which the types do not allow`);
      }
    }
  }
  return [...found].map(([place, problem]) => {
    const table = place.slice(0, place.indexOf("."));
    return diagnostic({
      code: "contracts/types",
      file,
      name: table,
      message: `${featureOf(table)}: The column ${place} ${problem}.`,
    });
  });
}
