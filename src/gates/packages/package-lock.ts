import { z } from "zod";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";

const namesSchema = z.record(z.string(), z.string()).default({});

const lockedSchema = z.object({
  version: z.string().default(""),
  resolved: z.string().default(""),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  bin: z
    .union([z.string().transform((path) => ({ "": path })), z.record(z.string(), z.string())])
    .default({}),
  dependencies: namesSchema,
  devDependencies: namesSchema,
  optionalDependencies: namesSchema,
  peerDependencies: namesSchema,
});

/** A package as the lock file has it. */
type LockedPackage = z.infer<typeof lockedSchema>;

const lockSchema = z.object({ packages: z.record(z.string(), lockedSchema).default({}) });

export type PackageLock =
  /** By place: "" is the project itself, `node_modules/a/node_modules/b` a package. */
  | {
      readonly kind: "npm";
      readonly path: string;
      readonly packages: ReadonlyMap<string, LockedPackage>;
    }
  /** Of a package manager whose lock files are not read. */
  | { readonly kind: "other"; readonly path: string }
  | { readonly kind: "broken"; readonly path: string }
  | { readonly kind: "missing" };

const npmLocks = ["npm-shrinkwrap.json", "package-lock.json"];
const otherLocks = ["pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb", "deno.lock"];

/** The lock file that git would commit: one that is ignored holds for nobody else. */
export async function readPackageLock(index: CodeIndex): Promise<PackageLock> {
  const path = npmLocks.find((name) => index.files.includes(name));
  if (path === undefined) {
    const other = otherLocks.find((name) => index.files.includes(name));
    return other === undefined ? { kind: "missing" } : { kind: "other", path: other };
  }
  try {
    const { packages } = lockSchema.parse(JSON.parse(await index.text(path)));
    return { kind: "npm", path, packages: new Map(Object.entries(packages)) };
  } catch {
    return { kind: "broken", path };
  }
}

/** The package that lies at a place of the lock file; empty for the project itself and for its workspaces. */
export function nameAt(place: string): string {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1] ?? "";
}
