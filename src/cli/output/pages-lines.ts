import type { PageStep, RunEvent } from "../../spec/run-event.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";
import { paint } from "./paint.ts";

type PagesEvent = Extract<RunEvent, { readonly type: "pages" }>;

/** Pure: what became of the pages that models wrote. */
export function pagesLines({ step, features, diagnostics }: PagesEvent): readonly string[] {
  const names = features.join(", ");
  return [
    ...(features.length === 0 ? [] : [headLine(step, names)]),
    ...diagnostics.flatMap((found) => diagnosticLines(found)).map((line) => `    ${line}`),
  ];
}

function headLine(step: PageStep, names: string): string {
  switch (step) {
    case "written":
      return `  ${paint.green("ok  ")} pages by a model: ${names}`;
    case "repaired":
      return `  ${paint.yellow("try ")} pages that a model corrected: ${names}`;
    case "replaced":
      return `  ${paint.yellow("n/a ")} back to the printed pages: ${names}`;
  }
}
