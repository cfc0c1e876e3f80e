import {
  parseSync,
  type Comment,
  type ParseResult,
  type Program,
  type StaticImport,
} from "oxc-parser";
import { nodesAround, type Span } from "./syntax-tree.ts";
import type { Node } from "oxc-parser";

/** A source file of a project with its syntax tree. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What could be read of it; not to be relied on where `isParsed` is false. */
  readonly program: Program;
  readonly isParsed: boolean;
  readonly comments: readonly Comment[];
  readonly imports: readonly StaticImport[];
  /** All modules it names: imported, exported from, and imported while it runs. */
  readonly sources: readonly ModuleName[];
  /** Names that other files can import; `default` among them. */
  readonly exports: ReadonlySet<string>;
  /** The nodes around a place, outermost first. */
  around(span: Span): readonly Node[];
}

/** A module as a file names it. Offsets are those of the text with its quotes. */
export interface ModuleName extends Span {
  readonly value: string;
  /** Whether only types come from it, so that it is gone when the code runs. */
  readonly isType: boolean;
  /** Names that the file takes from it. */
  readonly names: readonly string[];
  readonly kind: "import" | "export" | "dynamic";
}

/** Parses a file; also one with errors in its syntax. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text);
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  return {
    path,
    text,
    program,
    isParsed: errors.length === 0,
    comments,
    imports: module.staticImports,
    sources: moduleNames(module, text),
    exports: new Set(
      exported.flatMap(({ exportName: { kind, name } }) =>
        kind === "Default" ? ["default"] : name === null ? [] : [name],
      ),
    ),
    around: (span) => nodesAround(program, span),
  };
}

function moduleNames(module: ParseResult["module"], text: string): readonly ModuleName[] {
  const imported = module.staticImports.map(({ moduleRequest, entries }): ModuleName => ({
    ...moduleRequest,
    kind: "import",
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
    names: entries.flatMap(({ importName }) =>
      importName.kind === "Default" ? ["default"] : (importName.name ?? []),
    ),
  }));
  const exported = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, importName, isType }): readonly ModuleName[] =>
      moduleRequest === null
        ? []
        : [{ ...moduleRequest, kind: "export", isType, names: [importName.name ?? []].flat() }],
    );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }): readonly ModuleName[] => {
    const value = /^(["'])([^"'\\]*)\1$/.exec(
      text.slice(moduleRequest.start, moduleRequest.end),
    )?.[2];
    if (value === undefined) return [];
    return [{ ...moduleRequest, value, kind: "dynamic", isType: false, names: [] }];
  });
  return [...imported, ...exported, ...dynamic];
}
