import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { BugError } from "../core/errors.ts";
import { appPathSchema } from "../spec/blueprint.ts";

const frontMatterSchema = z
  .strictObject({
    /** Packages that pages may import. */
    packages: z.array(z.string().min(1)).readonly(),
    /** Files, and folders with a slash at the end, that pages may import; those that an app does not have are left out. */
    offers: z.array(appPathSchema).readonly(),
    /** Files that show the style of the house. */
    examples: z.array(appPathSchema).readonly(),
  })
  .readonly();

/** How pages of apps are written, for whoever writes them. */
export interface Conventions extends z.infer<typeof frontMatterSchema> {
  /** Markdown. */
  readonly text: string;
}

const form = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/**
 * Reads `pages/conventions.md` of a templates folder.
 * @throws BugError when it is not there or breaks its form: it comes with the pages.
 */
export async function loadConventions(templatesFolder: string): Promise<Conventions> {
  const path = join(templatesFolder, "pages", "conventions.md");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new BugError("How pages are written is not told: pages/conventions.md.", {
      cause: error,
    });
  });
  const [, head = "", body = ""] = form.exec(text.replaceAll("\r\n", "\n")) ?? [];
  const front = frontMatterSchema.safeParse(head === "" ? null : parse(head));
  if (front.success) return { ...front.data, text: body.trim() };
  throw new BugError(`pages/conventions.md breaks its form: ${z.prettifyError(front.error)}`);
}
