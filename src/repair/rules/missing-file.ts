import { isAsset } from "../asset-path.ts";
import { candidatesOf } from "../project.ts";
import type { FileRule } from "./file-rule.ts";

/** Styles and media that are imported and not there. Compilers let them pass: they only know such endings. */
export const missingFile: FileRule = {
  code: "import/missing-file",
  find: (source, project) =>
    source.sources
      .filter(
        ({ value }) =>
          isAsset(value) &&
          candidatesOf(project.facts, source.path, value).length > 0 &&
          project.resolve(source.path, value) === null,
      )
      .map(({ start, end, value }) => ({ start, end, message: `${value} is not there.` })),
};
