import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import type { ResourceKind, ResourceWords } from "../spec/resource-words.ts";
import type { YamlSource } from "./yaml-source.ts";

type Locate = YamlSource["locate"];

/** Kinds of nouns that name kinds or fields that do not exist, and words that two kinds claim. */
export function checkResources(words: ResourceWords, locate: Locate): readonly Diagnostic[] {
  const ids = words.kinds.map(({ id }) => id);
  const known = (id: string, path: readonly PropertyKey[]) =>
    ids.includes(id) ? [] : [unknownKind(id, { ids, path, locate })];
  return [
    ...known(words.default, ["default"]),
    ...words.holders.flatMap(({ kind }, at) =>
      kind === null ? [] : known(kind, ["holders", at, "kind"]),
    ),
    ...words.kinds.flatMap((kind, at) => [
      ...kind.partOf.flatMap((id, index) => known(id, ["kinds", at, "partOf", index])),
      ...checkFields(kind, { at, locate }),
    ]),
    ...repeatedIds(ids, locate),
    ...repeatedWords(words, locate),
  ];
}

function unknownKind(
  id: string,
  {
    ids,
    path,
    locate,
  }: {
    readonly ids: readonly string[];
    readonly path: readonly PropertyKey[];
    readonly locate: Locate;
  },
): Diagnostic {
  const [nearest] = nearestTexts(id, { candidates: ids });
  return diagnostic({
    code: "catalog-unknown-kind",
    message: `There is no kind of nouns "${id}".`,
    ...locate(path),
    name: id,
    fix: `Name one of these: ${ids.join(", ")}${nearest === undefined ? "" : `; perhaps "${nearest}"`}.`,
  });
}

function checkFields(
  { id, fields, search, picture, uncountable, words }: ResourceKind,
  { at, locate }: { readonly at: number; readonly locate: Locate },
): readonly Diagnostic[] {
  const finding = (path: readonly PropertyKey[], message: string) =>
    diagnostic({
      code: "catalog-kind-field",
      message,
      ...locate(["kinds", at, ...path]),
      name: id,
      fix: `Its fields are ${fields.map(({ name }) => name).join(", ")}.`,
    });
  const texts = new Set(fields.filter(({ type }) => type === "text").map(({ name }) => name));
  return [
    ...search.flatMap((name, index) =>
      texts.has(name)
        ? []
        : [finding(["search", index], `"${name}" of ${id} is no text field to search.`)],
    ),
    ...(picture === null || texts.has(picture)
      ? []
      : [finding(["picture"], `"${picture}" of ${id} is no text field for a path.`)]),
    ...uncountable.flatMap((word, index) =>
      words.includes(word)
        ? []
        : [finding(["uncountable", index], `"${word}" is not among the words of ${id}.`)],
    ),
  ];
}

function repeatedIds(ids: readonly string[], locate: Locate): readonly Diagnostic[] {
  return ids.flatMap((id, at) =>
    ids.indexOf(id) === at
      ? []
      : [
          diagnostic({
            code: "catalog-duplicate-id",
            message: `Another kind of nouns has the id "${id}" too.`,
            ...locate(["kinds", at, "id"]),
            name: id,
          }),
        ],
  );
}

function repeatedWords({ kinds }: ResourceWords, locate: Locate): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return kinds.flatMap(({ id, words }, at) =>
    words.flatMap((word, index) => {
      const owner = first.get(word);
      if (owner === undefined) {
        first.set(word, id);
        return [];
      }
      return [
        diagnostic({
          code: "catalog-duplicate-word",
          message: `The noun "${word}" is already one of the kind "${owner}".`,
          ...locate(["kinds", at, "words", index]),
          name: word,
          fix: "Leave it in one of the two.",
        }),
      ];
    }),
  );
}
