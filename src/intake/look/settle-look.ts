import type { Catalog } from "../../catalog/catalog.ts";
import type { Brief } from "../../spec/brief.ts";
import type { Mention } from "../mentions.ts";
import type { Choice, LookWords } from "./look-words.ts";

interface SettleInput {
  readonly catalog: Catalog;
  readonly words: LookWords;
  readonly mentions: readonly Mention[];
  /** Those that the request rules out, with the words that say so. */
  readonly negated: ReadonlyMap<Mention, string>;
}

interface Settled extends Choice {
  readonly evidence: string;
  readonly how: "named" | "instead" | "suggested";
}

/**
 * The choices that descriptions of the look make: what is named, then what stands for something that is ruled out,
 * then what goes with what is named. Of two values of a parameter the one named first counts, and the other is an
 * assumption that the user reads.
 */
export function settleLook(input: SettleInput): Pick<Brief, "parameters" | "assumptions"> {
  const wanted = input.mentions.filter((mention) => !input.negated.has(mention));
  const named = wanted.flatMap((mention) => settled(mention, { ...input, how: "named" }));
  const suggested = wanted.flatMap((mention) => settled(mention, { ...input, how: "suggested" }));
  const instead = [...input.negated].flatMap(([{ subject }, evidence]) =>
    (input.words.meanings.get(subject.id)?.named ?? []).map((choice): Settled => ({
      ...choice,
      value: otherThan(choice, input.catalog),
      evidence,
      how: "instead",
    })),
  );
  const chosen = new Map<string, Settled>();
  for (const choice of [...named, ...instead, ...suggested]) {
    const key = JSON.stringify([choice.feature, choice.parameter]);
    if (!chosen.has(key)) chosen.set(key, choice);
  }
  const parameters: Record<string, Record<string, string>> = {};
  for (const { feature, parameter, value } of chosen.values()) {
    parameters[feature] = { ...parameters[feature], [parameter]: value };
  }
  return {
    parameters,
    assumptions: [...lookLine([...chosen.values()], input.catalog), ...unused(named, chosen)],
  };
}

function settled(
  { subject, text }: Mention,
  { words, how }: Pick<SettleInput, "words"> & { readonly how: "named" | "suggested" },
): readonly Settled[] {
  const choices = words.meanings.get(subject.id)?.[how] ?? [];
  return choices.map((choice) => ({ ...choice, evidence: text, how }));
}

function otherThan({ feature, parameter, value }: Choice, catalog: Catalog): string {
  const choice = catalog.entries.get(feature)?.blueprint.parameters[parameter];
  if (choice?.kind !== "choice") return value;
  return choice.values[value]?.instead ?? choice.default;
}

function lookLine(chosen: readonly Settled[], catalog: Catalog): readonly string[] {
  if (chosen.length === 0) return [];
  const parts = chosen.map(
    (choice) => `${titleOf(choice, catalog)} ${choice.value} (${reasonOf(choice)})`,
  );
  return [`The look: ${parts.join(", ")}.`];
}

function reasonOf({ how, evidence }: Settled): string {
  return how === "suggested" ? `goes with "${evidence}"` : `"${evidence}"`;
}

function titleOf({ feature, parameter }: Choice, catalog: Catalog): string {
  const title = catalog.entries.get(feature)?.blueprint.parameters[parameter]?.title ?? parameter;
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** Other values that are named for a parameter that has one already. */
function unused(
  named: readonly Settled[],
  chosen: ReadonlyMap<string, Settled>,
): readonly string[] {
  return named.flatMap(({ feature, parameter, value, evidence }) => {
    const first = chosen.get(JSON.stringify([feature, parameter]));
    return first === undefined || first.value === value
      ? []
      : [
          `"${evidence}" changes nothing: "${first.evidence}" comes first, and an app has one of both.`,
        ];
  });
}
