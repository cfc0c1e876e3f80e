import { BugError } from "../../core/errors.ts";
import { fillTemplate, type TemplateValues } from "./fill-template.ts";
import type { PageContext } from "./page-context.ts";

/** What a fragment's marks stand for; flags, words and code that are not given are none. */
export type FragmentValues = Partial<TemplateValues>;

/** A part of a page, below `// @fragment <name>` in a file of fragments. */
export function fragment(
  context: Pick<PageContext, "pages">,
  name: string,
  values: FragmentValues,
): string {
  const sections = [...context.pages.templates]
    .filter(([file]) => /fragments\.tsx?$/.test(file))
    .flatMap(([, text]) => text.split(/^\/\/ @fragment /m));
  const section = sections.find((text) => text.startsWith(`${name}\n`));
  if (section === undefined) throw new BugError(`There is no fragment "${name}" of pages.`);
  const text = section.slice(name.length + 1).trim();
  return fillTemplate(text, { words: {}, flags: {}, code: {}, ...values });
}
