import { parseModule, visitModule } from "./source-module.ts";

/**
 * A TypeScript file as others see it: functions whose result is declared without what they do. What is not exported
 * stays, because exported types may name it. Text that does not parse stays as it is.
 */
export async function moduleSurface(path: string, text: string): Promise<string> {
  const { module } = await parseModule(path, text);
  if (module === null) return text;
  const bodies: { readonly start: number; readonly end: number }[] = [];
  await visitModule(module, {
    FunctionDeclaration({ body, returnType }) {
      if (body !== null && returnType !== null && returnType !== undefined) bodies.push(body);
    },
  });
  const outer = bodies.filter(
    (body) => !bodies.some((other) => other.start < body.start && body.end < other.end),
  );
  return outer
    .toReversed()
    .reduce((rest, { start, end }) => `${rest.slice(0, start).trimEnd()};${rest.slice(end)}`, text);
}
