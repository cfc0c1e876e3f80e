import { builtinModules } from "node:module";
import { isCode, type ModuleUse } from "../../workspace/code-index/code-file.ts";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";

/** An import of a package. */
export interface PackageUse {
  readonly name: string;
  readonly path: string;
  readonly use: ModuleUse;
}

const builtin = new Set(builtinModules);

/** Settings of tools that give names to modules which only they know. */
const isBundlerSetting = (path: string): boolean =>
  /(?:^|\/)(?:vite|vitest|webpack|rollup|rspack|jest|metro|babel)\.config\./.test(path);

/** Code that another runtime runs, with a list of packages of its own. */
const isElsewhere = (path: string): boolean => path.startsWith("supabase/functions/");

/** Imports of packages that the compiler would look for, in the order of files and lines. */
export function packageUses(index: CodeIndex): readonly PackageUse[] {
  const named = namedElsewhere(index);
  const own = index.manifest.kind === "read" ? index.manifest.manifest.name : "";
  return [...index.code.values()].flatMap((file) =>
    file.uses.flatMap((use): readonly PackageUse[] => {
      const target = index.resolve(file.path, use.specifier);
      if (target.kind !== "package") return [];
      const { name } = target;
      const isAlias = named.some(
        (one) => use.specifier === one || use.specifier.startsWith(`${one}/`),
      );
      const isOwn = name === own || builtin.has(name) || isAlias;
      return isOwn ? [] : [{ name, path: file.path, use }];
    }),
  );
}

/** Whether an import is one that `package.json` must know: certain, in code that is compiled, not a test's words. */
export function mustBeDeclared({ path, use }: PackageUse, index: CodeIndex): boolean {
  const isCertain = use.kind === "import" || use.kind === "export" || use.kind === "dynamic";
  return (
    isCertain &&
    !isElsewhere(path) &&
    index.code.get(path)?.isParsed === true &&
    (index.settings.includes(path) || /^[^/]+\.config\.[cm]?[jt]s$/.test(path))
  );
}

/** Names that settings of bundlers and declarations give to modules. */
function namedElsewhere({ code }: CodeIndex): readonly string[] {
  const declared = [...code.values()].flatMap(({ text }) =>
    [...text.matchAll(/^\s*declare\s+module\s+["']([^"'*]+)["']/gm)].map((match) => match[1] ?? ""),
  );
  const settings = [...code.values()].filter(({ path }) => isBundlerSetting(path));
  const aliased = settings.flatMap(({ text }) =>
    [...text.matchAll(/\balias\s*:\s*[{[]([^]*?)[}\]]\s*,?\s*\n/g)].flatMap((match) =>
      [...(match[1] ?? "").matchAll(/(?:["']([^"']+)["']|([\w$]+))\s*:/g)].map(
        (key) => key[1] ?? key[2] ?? "",
      ),
    ),
  );
  return [...declared, ...aliased].filter(
    (name) => name !== "" && name !== "find" && name !== "replacement",
  );
}

/** Files whose words name packages without importing them: settings, styles, pages, workflows, scripts. */
export function wordFiles({ files }: CodeIndex): readonly string[] {
  return files.filter(
    (path) =>
      !/^(?:package(?:-lock)?|npm-shrinkwrap)\.json$|lock|\.(?:md|mdx|svg|snap|sql|png|jpe?g|webp|gif|ico|mp4|webm|woff2?|pdf|zip|gz)$|^\.megamind\//.test(
        path,
      ) &&
      (!isCode(path) || /\.config\.|rc\.[cm]?[jt]s$/.test(path)),
  );
}
