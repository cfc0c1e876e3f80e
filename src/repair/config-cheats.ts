import { posix } from "node:path";
import { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";

/** Settings of compilers, linters and test runners: changing one changes what is checked. */
const settings =
  /^(?:[jt]sconfig(?:\..+)?\.json|\.?(?:ox|es|ts)lint(?:rc)?(?:\..+)?|biome\.jsonc?|(?:vite|vitest|playwright|jest|eslint)\.config\.[cm]?[jt]s|knip\.jsonc?|config\.toml)$/;

const manifestSchema = z.record(z.string(), z.unknown());

/** Refuses a repair that changes what is checked, or takes a test away with its file. */
export function configCheats(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((file) => {
    const [was, is] = [before.get(file), after.get(file)];
    if (was === is) return [];
    const name = posix.basename(file);
    if (settings.test(name) && withoutImports(was) !== withoutImports(is))
      return [refusal(file, `It changes ${file}, which says what is checked`)];
    if (name === "package.json") return manifestCheats(file, was, is);
    return [];
  });
}

/** Settings that are code may take what they use from where it is. */
function withoutImports(text = ""): string {
  return text.replace(/^import\b[^;]*?["'][^"']+["'];?\s*$/gm, "").replace(/\s+/g, " ");
}

/** Packages may be added. Everything else, the scripts above all, stays as it is. */
function manifestCheats(file: string, was = "{}", is = "{}"): readonly Diagnostic[] {
  const [before, after] = [was, is].map(readManifest);
  if (before === undefined || after === undefined || before === null || after === null) {
    return [refusal(file, `It leaves ${file} unreadable`)];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const isGrown = /^(?:dev)?[dD]ependencies$/.test(key) && keeps(before[key], after[key]);
    return isGrown || JSON.stringify(before[key]) === JSON.stringify(after[key])
      ? []
      : [refusal(file, `It changes ${key} of ${file}`)];
  });
}

function readManifest(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    // Not JSON, or no object: the caller says so.
    return null;
  }
}

function keeps(before: unknown, after: unknown): boolean {
  const [was, is] = [before ?? {}, after].map((value) => manifestSchema.safeParse(value).data);
  if (was === undefined || is === undefined) return false;
  return Object.entries(was).every(([name, version]) => is[name] === version);
}

function refusal(file: string, message: string): Diagnostic {
  return diagnostic({ code: "repair-cheat", file, message });
}
