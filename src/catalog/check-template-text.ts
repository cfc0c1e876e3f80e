import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { checkAcceptance } from "./check-acceptance.ts";
import { checkChoices } from "./check-choices.ts";
import type { CheckInput } from "./check-input.ts";
import { listedFiles } from "./listed-files.ts";
import { storedPath } from "./stored-path.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";
import { isTextFile } from "./read-template-files.ts";

const slotMarker = /^\s*(?:\{?\/\*|<!--|\/\/|#)\s*@slot\s+([^\s*]+)/;

/** Slots without a marker, markers without a slot, and parameters whose constant no file exports. */
export async function checkTemplateText({ loaded }: CheckInput): Promise<readonly Diagnostic[]> {
  const read = await Promise.all(
    loaded.map(async (blueprint) => ({ blueprint, texts: await readTexts(blueprint) })),
  );
  const shared = new Map(
    read
      .filter(({ blueprint }) => blueprint.entry.blueprint.base)
      .flatMap(({ texts }) => [...texts]),
  );
  const found = read.map(({ blueprint, texts }) => {
    return [
      ...checkMarkers(blueprint, texts),
      ...checkDeclaredSlots(blueprint, texts),
      ...checkConstants(blueprint, texts),
      ...checkChoices(blueprint, texts),
      ...checkAcceptance(blueprint, new Map([...shared, ...texts])),
    ];
  });
  return found.flat();
}

type Texts = ReadonlyMap<string, string>;

function checkMarkers({ entry }: LoadedBlueprint, texts: Texts): readonly Diagnostic[] {
  const place = entry.blueprintFile.replace(/blueprint\.yaml$/, "files");
  return [...texts].flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      const name = slotMarker.exec(line)?.[1];
      if (name === undefined) return [];
      const isDeclared = entry.blueprint.slots.some(
        (slot) => slot.name === name && slot.file === file,
      );
      if (isDeclared) return [];
      return [
        diagnostic({
          code: "catalog-undeclared-slot",
          message: `The marker names the slot "${name}", which "${entry.blueprint.id}" does not declare for this file.`,
          file: `${place}/${file}`,
          line: index + 1,
          column: line.indexOf("@slot") + 1,
          name,
          fix: `Declare it under slots in ${entry.blueprintFile}, or remove the marker.`,
        }),
      ];
    }),
  );
}

function checkDeclaredSlots(
  { entry, locate }: LoadedBlueprint,
  texts: Texts,
): readonly Diagnostic[] {
  return entry.blueprint.slots.flatMap(({ name, file, kind }, index) => {
    const lines = texts.get(file)?.split("\n") ?? [];
    if (lines.some((line) => slotMarker.exec(line)?.[1] === name)) return [];
    const marker = kind === "jsx" ? `{/* @slot ${name} */}` : `// @slot ${name}`;
    return [
      diagnostic({
        code: "catalog-slot-without-marker",
        message: `The slot "${name}" has no marker in ${file}.`,
        ...locate(["slots", index, "file"]),
        name,
        fix: `Write ${marker} on a line of its own where contributions belong.`,
      }),
    ];
  });
}

function checkConstants({ entry, locate }: LoadedBlueprint, texts: Texts): readonly Diagnostic[] {
  return Object.entries(entry.blueprint.parameters).flatMap(([name, parameter]) => {
    if (parameter.kind !== "integer" || parameter.constant === null) return [];
    const { constant } = parameter;
    const line = new RegExp(`^export const ${constant} = -?[\\d_]+;`, "m");
    if ([...texts.values()].some((text) => line.test(text))) return [];
    return [
      diagnostic({
        code: "catalog-constant",
        message: `No file of "${entry.blueprint.id}" exports the constant ${constant}.`,
        ...locate(["parameters", name, "constant"]),
        name: `${entry.blueprint.id}.${name}`,
        fix: `Write: export const ${constant} = ${parameter.default};`,
      }),
    ];
  });
}

/** The text files of a feature that are there; missing ones are reported by `checkFiles`. */
async function readTexts({ entry }: LoadedBlueprint): Promise<Texts> {
  const paths = listedFiles(entry.blueprint)
    .map(({ file }) => file)
    .filter(isTextFile);
  const texts = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(entry.folder, "files", storedPath(path)), "utf8").catch(
        () => null,
      );
      return text === null ? [] : [[path, text] as const];
    }),
  );
  return new Map(texts.flat());
}
