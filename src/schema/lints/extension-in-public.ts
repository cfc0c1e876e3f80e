import type { Lint } from "./lint.ts";
import { objectKey } from "./subjects.ts";

export const extensionInPublic: Lint = {
  code: "lint/extension-in-public",
  severity: "warning",
  title: "Extension in the API",
  explanation: "Functions of the extension become part of the API and can be called by everybody.",
  remedy: "Create it with schema extensions.",
  find: ({ facts }) =>
    facts.extensions
      .filter(({ schema }) => schema === "public")
      .map((extension) => ({
        objects: [objectKey("extension", extension)],
        name: extension.name,
        message: `The extension ${extension.name} is in the schema public.`,
      })),
};
