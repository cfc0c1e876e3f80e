import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const textsSchema = z.record(z.string(), z.string()).default({});

const manifestSchema = z.object({
  name: z.string().default(""),
  private: z.boolean().default(false),
  scripts: textsSchema,
  dependencies: textsSchema,
  devDependencies: textsSchema,
  peerDependencies: textsSchema,
  optionalDependencies: textsSchema,
});

/** What a project says of itself and of the packages it needs. */
export interface Manifest extends z.infer<typeof manifestSchema> {
  readonly text: string;
  /** The file as it is, for fields that only some tools know. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export type ReadManifest =
  | { readonly kind: "read"; readonly manifest: Manifest }
  | { readonly kind: "missing" }
  | { readonly kind: "broken"; readonly reason: string };

/** Reads `package.json` of a folder. */
export async function readManifest(root: string): Promise<ReadManifest> {
  const text = await readFile(join(root, "package.json"), "utf8").catch(() => null);
  if (text === null) return { kind: "missing" };
  try {
    const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    return { kind: "read", manifest: { ...manifestSchema.parse(fields), text, fields } };
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
        : error instanceof Error
          ? error.message
          : String(error);
    return { kind: "broken", reason };
  }
}

/** Packages that `package.json` names, by name, whatever they are needed for. */
export function declaredPackages(manifest: Manifest): ReadonlyMap<string, string> {
  const { peerDependencies, optionalDependencies, devDependencies, dependencies } = manifest;
  return new Map(
    Object.entries({
      ...peerDependencies,
      ...optionalDependencies,
      ...devDependencies,
      ...dependencies,
    }),
  );
}
