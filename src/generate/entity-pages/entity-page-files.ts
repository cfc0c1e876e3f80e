import { pagePlan, type PageEntity } from "../../catalog/pages/page-plan.ts";
import type { Pages } from "../../catalog/pages/pages.ts";
import { compareText } from "../../core/compare-text.ts";
import type { AppFiles } from "../../spec/change-set.ts";
import type { Entity } from "../../spec/entity.ts";
import type { Feature } from "../../spec/plan.ts";
import { apiFile } from "./api-file.ts";
import { formFile } from "./form-file.ts";
import { journeyFile } from "./journey/journey-file.ts";
import { listFile } from "./list-file.ts";
import type { PageContext } from "./page-context.ts";
import { pictureFile } from "./picture-file.ts";
import { recordFile } from "./record-file.ts";
import { seedsFile } from "./seeds-file.ts";
import { tidyImports } from "./tidy-imports.ts";
import { toggleFile } from "./toggle-file.ts";
import { testFile } from "./unit-tests/test-file.ts";
import { typesFile } from "./types-file.ts";

interface EntityPagesOptions {
  readonly pages: Pages;
  /** All entities of the app. */
  readonly entities: readonly Entity[];
}

/**
 * The files of a designed feature, as `pagePlan` lists them: templates like those of the catalog, which are then
 * composed and formatted. The same feature gives the same bytes.
 */
export function entityPageFiles(
  { blueprint }: Pick<Feature, "blueprint">,
  { pages, entities }: EntityPagesOptions,
): AppFiles {
  const context: PageContext = { blueprint, plan: pagePlan(blueprint), pages, entities };
  const { plan } = context;
  const files: readonly (readonly [string, string])[] = [
    [plan.files.types, typesFile(context)],
    [plan.files.api, apiFile(context)],
    [plan.files.seeds, seedsFile(context)],
    [plan.files.journey, journeyFile(context)],
    [plan.files.test, testFile(context)],
    ...plan.pages.flatMap((page) => pageFilesOf(page, context)),
    ...plan.toggles.map((toggle) => [toggle.file, toggleFile(toggle, context)] as const),
  ];
  return new Map(
    files
      .map(([path, text]) => [path, tidyImports(text)] as const)
      .toSorted(([left], [right]) => compareText(left, right)),
  );
}

function pageFilesOf(
  page: PageEntity,
  context: PageContext,
): readonly (readonly [string, string])[] {
  const { files, picture } = page;
  const shown = pictureFile(page, context);
  return [
    ...(picture === null || shown === null ? [] : [[picture.file, shown] as const]),
    [files.list, listFile(page, context)],
    [files.page, recordFile(page, context)],
    ...(files.form === null ? [] : [[files.form, formFile(page, context)] as const]),
  ];
}
