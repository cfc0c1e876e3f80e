import type { Resource } from "../../spec/resource.ts";
import { capital, listOf } from "./resource-texts.ts";

/** What is built of resources without the request saying so, one sentence each. */
export function resourceAssumptions(resources: readonly Resource[]): readonly string[] {
  const wholes = resources.filter(({ partOf }) => partOf === null);
  const parts = resources.filter(({ partOf }) => partOf !== null);
  const hidden = wholes.filter(({ readers }) => readers === "owner");
  const shown = wholes.filter(({ readers }) => readers === "everyone");
  const addable = parts.filter(({ readers }) => readers === "everyone");
  const hasMoney = resources.some(({ fields }) => fields.some(({ type }) => type === "money"));
  return [
    ...(hidden.length === 0
      ? []
      : [
          `Only you see your ${plurals(hidden)}; everybody else has their own. Say "public" to let everybody read.`,
        ]),
    ...(shown.length === 0
      ? []
      : [
          `Everybody can read ${plurals(shown)}, also without an account; only who added one can change it.`,
        ]),
    ...(addable.length === 0
      ? []
      : [`${capital(plurals(addable))} can be added by everybody who has an account.`]),
    ...(hasMoney ? ["Amounts are in US dollars."] : []),
  ];
}

function plurals(resources: readonly Resource[]): string {
  return listOf(resources.map(({ plural }) => plural));
}
