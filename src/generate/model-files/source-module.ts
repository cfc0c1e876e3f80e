import type { Comment, Program, StaticImport, VisitorObject } from "oxc-parser";

/** A TypeScript file as its syntax tree, with what it takes from other files and gives to them. */
export interface SourceModule {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly imports: readonly StaticImport[];
  /** Modules that are imported, exported from, or imported while the code runs; null where no text names one. */
  readonly sources: readonly { readonly source: string | null; readonly start: number }[];
  readonly exports: readonly string[];
  /** Whether it gives away all that another module has, under names that only that one knows. */
  readonly exportsAll: boolean;
}

export type ParsedModule =
  | { readonly module: SourceModule; readonly error: null }
  | { readonly module: null; readonly error: { readonly message: string; readonly line: number } };

/** The parser is loaded with the first file that is parsed: most runs have none. */
export async function parseModule(path: string, text: string): Promise<ParsedModule> {
  const { parseSync } = await import("oxc-parser");
  const { program, module, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) {
    const line = lineAt(text, error.labels[0]?.start ?? 0);
    return { module: null, error: { message: error.message, line } };
  }
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  return {
    error: null,
    module: {
      path,
      text,
      program,
      comments,
      imports: module.staticImports,
      sources: [
        ...module.staticImports.map(({ moduleRequest, start }) => ({
          source: moduleRequest.value,
          start,
        })),
        ...exported.flatMap(({ moduleRequest, start }) =>
          moduleRequest === null ? [] : { source: moduleRequest.value, start },
        ),
        ...module.dynamicImports.map(({ start, moduleRequest }) => ({
          source: quoted(text.slice(moduleRequest.start, moduleRequest.end)),
          start,
        })),
      ],
      exports: exported.flatMap(({ exportName: { kind, name } }) =>
        kind === "Default" ? "default" : (name ?? []),
      ),
      exportsAll: exported.some(({ importName: { kind } }) => kind === "AllButDefault"),
    },
  };
}

/** Calls the visitor's functions for the nodes of the file. */
export async function visitModule(
  { program }: SourceModule,
  visitor: VisitorObject,
): Promise<void> {
  const { Visitor } = await import("oxc-parser");
  new Visitor(visitor).visit(program);
}

/** 1-based. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function quoted(code: string): string | null {
  return /^(["'])([^"'\\]*)\1$/.exec(code)?.[2] ?? null;
}
