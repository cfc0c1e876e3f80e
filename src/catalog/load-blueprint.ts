import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { blueprintSchema, parameterSchema } from "../spec/blueprint.ts";
import type { CatalogEntry } from "./catalog.ts";
import { defaultValues, valueMessage } from "./parameter-values.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { substitute } from "./substitute.ts";
import { readYamlSource, type YamlSource } from "./yaml-source.ts";

/** An entry together with where its parts are written, for the checks. */
export interface LoadedBlueprint {
  readonly entry: CatalogEntry;
  readonly locate: YamlSource["locate"];
}

export interface LoadResult {
  /** Null when the blueprint cannot be used at all. */
  readonly loaded: LoadedBlueprint | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** `place` is the feature's folder below the templates folder: `features/<id>`. */
export async function loadBlueprint(templates: string, place: string): Promise<LoadResult> {
  const blueprintFile = `${place}/blueprint.yaml`;
  const folder = join(templates, place);
  const text = await readBlueprintText(join(templates, blueprintFile));
  if (text === null) {
    const missing = diagnostic({
      code: "catalog-blueprint-missing",
      message: `The folder ${place} has no blueprint.yaml.`,
      file: blueprintFile,
      line: 1,
      fix: "Write its blueprint.yaml or remove the folder.",
    });
    return { loaded: null, diagnostics: [missing] };
  }
  const { source, diagnostics } = readYamlSource(text, blueprintFile);
  if (source === null) return { loaded: null, diagnostics };
  return bindDefaults(source, { folder, blueprintFile });
}

function bindDefaults(
  source: YamlSource,
  place: Pick<CatalogEntry, "folder" | "blueprintFile">,
): LoadResult {
  const parameters = parametersSchema.safeParse(source.value);
  // Broken parameters are reported by the whole schema below, with all else that is wrong.
  const known = parameters.success ? parameters.data.parameters : {};
  const { value, unknown } = substitute(source.value, defaultValues(known));
  const parsed = blueprintSchema.safeParse(value);
  const diagnostics = [
    ...(parameters.success ? unknownNames(unknown, source) : []),
    ...Object.entries(known).flatMap(([name, parameter]) => {
      const message = valueMessage(parameter, parameter.default);
      if (message === null) return [];
      const location = source.locate(["parameters", name, "default"]);
      return [diagnostic({ code: "catalog-parameter-default", message, ...location })];
    }),
    ...(parsed.success ? [] : schemaDiagnostics(parsed.error, source.locate)),
  ];
  if (!parsed.success) return { loaded: null, diagnostics };
  const entry = {
    blueprint: parsed.data,
    source: source.value,
    origin: "catalog" as const,
    ...place,
  };
  return { loaded: { entry, locate: source.locate }, diagnostics };
}

const parametersSchema = z.object({
  parameters: z.record(z.string(), parameterSchema).default({}),
});

function unknownNames(
  unknown: ReturnType<typeof substitute>["unknown"],
  source: YamlSource,
): readonly Diagnostic[] {
  return unknown.map(({ name, path }) =>
    diagnostic({
      code: "catalog-unknown-parameter",
      message: `\${${name}} names no parameter of this blueprint.`,
      ...source.locate(path),
      fix: `Declare "${name}" under parameters, or correct the name.`,
    }),
  );
}

async function readBlueprintText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
