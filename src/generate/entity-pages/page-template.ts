import { BugError } from "../../core/errors.ts";
import type { PageContext } from "./page-context.ts";

/** The text of a file below `templates/pages/files/`. */
export function pageTemplate({ pages }: Pick<PageContext, "pages">, name: string): string {
  const text = pages.templates.get(name);
  if (text === undefined) throw new BugError(`There is no page template "${name}".`);
  return text;
}
