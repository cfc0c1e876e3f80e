import { parseModule, type SourceModule } from "./source-module.ts";

/**
 * A TypeScript file as others see it: functions whose result is declared without what they do, and without functions
 * that are not exported. Other code that is not exported stays, because exported types may name it. Text that does not
 * parse stays as it is.
 */
export async function moduleSurface(path: string, text: string): Promise<string> {
  const { module } = await parseModule(path, text);
  if (module === null) return text;
  const cuts = module.program.body.flatMap((statement): readonly Cut[] => {
    if (statement.type === "FunctionDeclaration") return [{ ...whole(module, statement), by: "" }];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration } = statement;
    if (declaration?.type !== "FunctionDeclaration" || declaration.body === null) return [];
    const isDeclared = declaration.returnType !== null && declaration.returnType !== undefined;
    return isDeclared ? [{ ...declaration.body, by: ";" }] : [];
  });
  return cuts
    .toReversed()
    .reduce(
      (rest, { start, end, by }) => `${rest.slice(0, start).trimEnd()}${by}${rest.slice(end)}`,
      text,
    );
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** A statement with the comment that stands right above it. */
function whole(
  { text, comments }: SourceModule,
  { start, end }: Pick<Cut, "start" | "end">,
): Pick<Cut, "start" | "end"> {
  const above = comments.findLast(
    (comment) => comment.end <= start && text.slice(comment.end, start).trim() === "",
  );
  return { start: above?.start ?? start, end };
}
