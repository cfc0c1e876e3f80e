import type { Catalog } from "../catalog/catalog.ts";
import { requiredClosure } from "../catalog/closure.ts";
import type { Archetype } from "../spec/blueprint.ts";
import type { Brief } from "../spec/brief.ts";
import type { Mention } from "./mentions.ts";

interface SettleInput {
  readonly catalog: Catalog;
  readonly mentions: readonly Mention[];
  readonly negated: ReadonlyMap<Mention, string>;
}

interface Settled {
  /** Archetypes that the request wants, in its order. */
  readonly archetypes: readonly Archetype[];
  readonly features: Brief["features"];
  /** What the request itself rules out. */
  readonly excluded: Brief["excluded"];
  /** Wanted features that require an excluded one. */
  readonly dropped: Brief["excluded"];
  readonly assumptions: readonly string[];
}

/** Weighs what is wanted against what is not: an exclusion wins, and takes with it all that requires the excluded feature. */
export function settleFeatures({ catalog, mentions, negated }: SettleInput): Settled {
  const archetypes = wantedArchetypes({ catalog, mentions, negated });
  const named = firstOf(
    mentions.filter((mention) => !negated.has(mention)),
    ({ text }) => text,
  );
  const excluded = firstOf([...negated.keys()], (mention) => negated.get(mention) ?? mention.text);
  const assumptions: string[] = archetypes.flatMap((archetype) =>
    readAs(archetype, { mentions, negated }),
  );
  const wanted = new Map<string, string>();
  for (const { title, features } of archetypes) {
    for (const id of features) {
      wanted.set(id, named.get(id) ?? wanted.get(id) ?? `archetype "${title}"`);
    }
  }
  for (const [id, evidence] of named) if (!wanted.has(id)) wanted.set(id, evidence);
  const dropped = new Map<string, string>();
  for (const id of wanted.keys()) {
    const missing = [...requiredClosure(catalog, [id])].filter((other) => excluded.has(other));
    if (missing.length === 0) continue;
    const wish = named.get(id);
    wanted.delete(id);
    if (excluded.has(id)) {
      if (wish === undefined) continue;
      assumptions.push(
        `${titleOf(id, catalog)} is asked for ("${wish}") and ruled out ("${excluded.get(id) ?? ""}"); it is left out.`,
      );
    } else {
      const causes = missing.map((other) => titleOf(other, catalog)).join(" and ");
      dropped.set(id, `requires ${missing.join(", ")}`);
      assumptions.push(
        `${titleOf(id, catalog)} is left out too: it requires ${causes}, which the request rules out.`,
      );
    }
  }
  return {
    archetypes,
    features: toList(wanted),
    excluded: toList(excluded),
    dropped: toList(dropped),
    assumptions,
  };
}

function wantedArchetypes({ catalog, mentions, negated }: SettleInput): readonly Archetype[] {
  const ids = mentions
    .filter((mention) => mention.subject.kind === "archetype" && !negated.has(mention))
    .map(({ subject }) => subject.id);
  return [...new Set(ids)].flatMap((id) =>
    catalog.archetypes.filter((archetype) => archetype.id === id),
  );
}

/** Says which words were read as an archetype, unless they are its title. */
function readAs(
  { id, title }: Archetype,
  { mentions, negated }: Pick<SettleInput, "mentions" | "negated">,
): readonly string[] {
  const words = mentions.find(
    (mention) =>
      mention.subject.kind === "archetype" && mention.subject.id === id && !negated.has(mention),
  )?.text;
  if (words === undefined || words.toLowerCase() === title.toLowerCase()) return [];
  return [`"${words}" is understood as: ${title}.`];
}

/** Feature id -> the words of its first mention. */
function firstOf(
  mentions: readonly Mention[],
  words: (mention: Mention) => string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const mention of mentions.filter(({ subject }) => subject.kind === "feature")) {
    if (!found.has(mention.subject.id)) found.set(mention.subject.id, words(mention));
  }
  return found;
}

function toList(map: ReadonlyMap<string, string>): Brief["features"] {
  return [...map].map(([id, evidence]) => ({ id, evidence }));
}

function titleOf(id: string, catalog: Catalog): string {
  return catalog.entries.get(id)?.blueprint.title ?? id;
}
