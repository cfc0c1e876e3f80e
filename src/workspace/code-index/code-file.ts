import type { EcmaScriptModule } from "oxc-parser";

/** A module as a file names it. */
export interface ModuleUse {
  readonly specifier: string;
  /** What is taken from it: names, `default` among them, or everything. */
  readonly names: readonly string[] | "all";
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** `text`: found in the words of the file, which may also be words about code. */
  readonly kind: "import" | "export" | "dynamic" | "text" | "mock";
  /** Whether only types come from it, so that nothing is left of it when the code runs. */
  readonly isType: boolean;
}

/** A name that a file gives to others. */
export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
  readonly line: number;
  readonly column: number;
  /** Where it comes from when the file only passes it on; a null name stands for the whole module. */
  readonly from: { readonly specifier: string; readonly name: string | null } | null;
  /** What the file itself calls it, or null when it has no name there. */
  readonly localName: string | null;
}

/** What a source file takes and gives, without its syntax tree. */
export interface CodeFile {
  readonly path: string;
  readonly text: string;
  /** False when its syntax is broken: nothing is to be concluded from what it seems to lack. */
  readonly isParsed: boolean;
  readonly uses: readonly ModuleUse[];
  readonly exports: readonly ExportedName[];
  /** Modules of which it passes on everything. */
  readonly passesOn: readonly string[];
  /** Texts in quotes, in which files and packages may be named for others to load. */
  readonly mentions: ReadonlySet<string>;
  /** Globs of the modules that it loads by names which are known only when it runs. */
  readonly loads: readonly string[];
}

/** Files whose imports and exports can be read. */
export const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/** Reads one file. The parser is loaded with the first one. */
export async function readCode(path: string, text: string): Promise<CodeFile> {
  const { parseSync } = await import("oxc-parser");
  const { module, errors, comments } = parseSync(path, text);
  const at = placesIn(text);
  const bare = blanked(text, comments);
  const uses = [
    ...staticUses(module, at),
    ...dynamicUses(module, { text, at }),
    ...writtenUses(bare, at),
  ];
  const named = new Set(uses.map(({ specifier }) => specifier));
  return {
    path,
    text,
    isParsed: errors.length === 0,
    uses,
    exports: exportedNames(module, at),
    passesOn: module.staticExports
      .flatMap(({ entries }) => entries)
      .flatMap(({ moduleRequest, importName }) =>
        importName.kind === "AllButDefault" && moduleRequest !== null ? moduleRequest.value : [],
      ),
    mentions: new Set([...quotedTexts(bare)].filter((one) => !named.has(one))),
    loads: loadedGlobs(bare),
  };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function staticUses(module: EcmaScriptModule, at: (offset: number) => Place): readonly ModuleUse[] {
  const imported = module.staticImports.map(({ moduleRequest, entries }): ModuleUse => {
    const isAll = entries.some(({ importName }) => importName.kind === "NamespaceObject");
    const names = entries.map(({ importName }) => importName.name ?? "default");
    return {
      specifier: moduleRequest.value,
      names: isAll ? "all" : names,
      ...at(moduleRequest.start),
      kind: "import",
      isType: entries.length > 0 && entries.every(({ isType }) => isType),
    };
  });
  const passedOn = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }): readonly ModuleUse[] =>
      moduleRequest === null
        ? []
        : [
            {
              specifier: moduleRequest.value,
              names: [],
              ...at(moduleRequest.start),
              kind: "export",
              isType,
            },
          ],
    );
  return [...imported, ...passedOn];
}

function dynamicUses(
  { dynamicImports }: EcmaScriptModule,
  { text, at }: { readonly text: string; readonly at: (offset: number) => Place },
): readonly ModuleUse[] {
  return dynamicImports.flatMap(({ moduleRequest: { start, end } }): readonly ModuleUse[] => {
    const specifier = /^(["'`])([^"'`$\\]*)\1$/.exec(text.slice(start, end))?.[2];
    if (specifier === undefined) return [];
    return [{ specifier, names: "all", ...at(start), kind: "dynamic", isType: false }];
  });
}

const written = [
  { kind: "text", pattern: /\bimport\(\s*(["'`])([^"'`$\n]+)\1/g },
  {
    kind: "text",
    pattern:
      /\b(?:require|require\.resolve|importActual)(?:<[^\n()]*>)?\(\s*(["'`])([^"'`$\n]+)\1/g,
  },
  { kind: "mock", pattern: /\b(?:vi|jest)\.(?:do)?(?:un)?[mM]ock\(\s*(["'`])([^"'`$\n]+)\1/g },
  { kind: "text", pattern: /\/\/\/\s*<reference\s+types=(["'])([^"'\n]+)\1/g },
] as const;

/** Modules that are named in other ways: required, types of them, replaced by tests. */
function writtenUses(text: string, at: (offset: number) => Place): readonly ModuleUse[] {
  return written.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match): ModuleUse => ({
      specifier: match[2] ?? "",
      names: kind === "mock" ? [] : "all",
      ...at(match.index),
      kind,
      isType: false,
    })),
  );
}

function exportedNames(
  module: EcmaScriptModule,
  at: (offset: number) => Place,
): readonly ExportedName[] {
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap((entry): readonly ExportedName[] => {
      const { exportName, localName, moduleRequest, importName, isType } = entry;
      if (exportName.kind === "None") return [];
      const from =
        moduleRequest === null
          ? null
          : {
              specifier: moduleRequest.value,
              name: importName.kind === "All" ? null : importName.name,
            };
      return [
        {
          name: exportName.kind === "Default" ? "default" : (exportName.name ?? ""),
          isType,
          ...at(exportName.start ?? entry.start),
          from,
          localName: localName.kind === "Name" ? localName.name : null,
        },
      ];
    });
}

/** Comments name files and packages that nothing loads; only references are read by the compiler. */
function blanked(
  text: string,
  comments: readonly { readonly start: number; readonly end: number; readonly value: string }[],
): string {
  const parts: string[] = [];
  let end = 0;
  for (const comment of comments) {
    if (/^\/\s*<reference/.test(comment.value)) continue;
    const words = text.slice(comment.start, comment.end);
    parts.push(text.slice(end, comment.start), words.replaceAll(/[^\n]/g, " "));
    end = comment.end;
  }
  return [...parts, text.slice(end)].join("");
}

/** Texts in quotes, without templates that have gaps. */
export function quotedTexts(text: string): ReadonlySet<string> {
  const quoted = text.matchAll(/(["'])((?:\\.|(?!\1)[^\\\n])*)\1|`([^`$\\\n]*)`/g);
  return new Set([...quoted].map((match) => match[2] ?? match[3] ?? ""));
}

/** `import.meta.glob("./pages/*.tsx")`, and names that are put together: "`./locales/${name}.ts`". */
function loadedGlobs(text: string): readonly string[] {
  const called = [...text.matchAll(/\bimport\.meta\.glob(?:Eager)?(?:<[^\n]*?>)?\(([^)]*)\)/g)];
  const joined = [...text.matchAll(/\b(?:import|require|URL)\(\s*`([^`$\n]+)\$\{/g)];
  return [
    ...called.flatMap((match) => [...quotedTexts(match[1] ?? "")]),
    ...joined.map((match) => `${match[1] ?? ""}**`),
  ];
}

function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
    starts.push(end + 1);
  }
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
