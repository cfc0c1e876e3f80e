import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { Parameter } from "../spec/blueprint.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";

type Choice = Extract<Parameter, { kind: "choice" }>;

const valueCondition =
  /^\s*(?:\{?\/\*|<!--|\/\/|#)\s*@if\s+value\s+([^\s*]+)\s+([^*]+?)\s*(?:\*\/|-->|$)/;

/** Choices whose values do not fit each other, literals that no file has, and conditions on values that do not exist. */
export function checkChoices(
  loaded: LoadedBlueprint,
  texts: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const choices = Object.entries(loaded.entry.blueprint.parameters).flatMap(
    ([id, parameter]): [string, Choice][] => (parameter.kind === "choice" ? [[id, parameter]] : []),
  );
  return [
    ...choices.flatMap(([id, choice]) => checkValues(id, { choice, loaded, texts })),
    ...checkConditions(new Map(choices), { loaded, texts }),
  ];
}

interface Context {
  readonly loaded: LoadedBlueprint;
  readonly texts: ReadonlyMap<string, string>;
}

function checkValues(
  id: string,
  { choice, loaded, texts }: Context & { readonly choice: Choice },
): readonly Diagnostic[] {
  const written = choice.values[choice.default]?.literals ?? {};
  const names = Object.keys(written).toSorted().join(", ");
  const wrong = (path: readonly PropertyKey[], message: string): Diagnostic =>
    diagnostic({
      code: "catalog-choice",
      message,
      ...loaded.locate(["parameters", id, "values", ...path]),
      name: `${loaded.entry.blueprint.id}.${id}`,
    });
  const all = [...texts.values()].join("\n");
  return [
    ...Object.entries(choice.values).flatMap(([value, { instead, without, literals }]) => [
      ...without
        .filter((file) => !loaded.entry.blueprint.files.includes(file))
        .map((file) => wrong([value, "without"], `"${file}" is none of the feature's files.`)),
      ...(instead === null || (instead !== value && Object.hasOwn(choice.values, instead))
        ? []
        : [wrong([value, "instead"], `"${instead}" is no other value of "${id}".`)]),
      ...(Object.keys(literals).toSorted().join(", ") === names
        ? []
        : [
            wrong(
              [value],
              `The value "${value}" has other literals than the default, which has ${names || "none"}.`,
            ),
          ]),
    ]),
    ...Object.entries(written).flatMap(([name, literal]) =>
      all.includes(literal)
        ? []
        : [wrong([choice.default, "literals", name], `No file of the feature has ${literal}.`)],
    ),
  ];
}

function checkConditions(
  choices: ReadonlyMap<string, Choice>,
  { loaded, texts }: Context,
): readonly Diagnostic[] {
  const place = loaded.entry.blueprintFile.replace(/blueprint\.yaml$/, "files");
  return [...texts].flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      const [, parameter = "", values = ""] = valueCondition.exec(line) ?? [];
      const known = choices.get(parameter)?.values ?? {};
      const unknown = values.split(/\s+/).filter((value) => !Object.hasOwn(known, value));
      if (parameter === "") return [];
      return unknown.map((value) =>
        diagnostic({
          code: "catalog-unknown-value",
          message: `The condition names ${parameter} ${value}, which is no choice of "${loaded.entry.blueprint.id}".`,
          file: `${place}/${file}`,
          line: index + 1,
          column: line.indexOf("@if") + 1,
          name: parameter,
        }),
      );
    }),
  );
}
