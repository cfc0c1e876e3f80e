import { kebab, pascal } from "../../catalog/pages/names.ts";
import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import { iconOf } from "../../catalog/pages/with-pages.ts";
import { importPath } from "../slot-entries.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";

/** The page on which a part is listed; null for what has a list of its own. */
export function parentOf(page: PageEntity, { plan }: PageContext): PageEntity | null {
  return plan.pages.find(({ entity }) => entity.name === page.parent?.entity) ?? null;
}

/** The words of an entity that templates share. Those of a parent are empty where there is none. */
export function pageWords(page: PageEntity, context: PageContext): Record<string, string> {
  const { entity, labels, components, paths, picture } = page;
  const parent = parentOf(page, context);
  const { files } = context.plan;
  const navigation = context.blueprint.navigation.find(({ to }) => to === paths.list);
  return {
    ...labels,
    A: capital(withArticleOf(labels.oneInside)),
    aInside: withArticleOf(labels.oneInside),
    type: page.type,
    types: pascal(entity.table),
    row: page.variable,
    table: entity.table,
    root: kebab(entity.table),
    owner: entity.owner ?? "",
    list: components.list,
    page: components.page,
    create: components.create ?? "",
    edit: components.edit ?? "",
    listPath: paths.list ?? "",
    createPath: paths.create,
    icon: navigation?.icon ?? iconOf(entity.name, context.pages.settings),
    Icon: navigation?.icon ?? iconOf(entity.name, context.pages.settings),
    api: importPath(files.api),
    typesFile: importPath(files.types),
    picture: picture?.show ?? "",
    pictureField: picture?.field ?? "",
    bucket: picture?.bucket.name ?? "",
    parentType: parent?.type ?? "",
    parentRow: parent?.variable ?? "",
    parentRoot: parent === null ? "" : kebab(parent.entity.table),
    parentField: page.parent?.field ?? "",
    aParent: parent === null ? "" : withArticleOf(parent.labels.oneInside),
  };
}

/** The flags of an entity that templates share. */
export function pageFlags(page: PageEntity): Record<string, boolean> {
  return {
    part: page.parent !== null,
    owned: page.entity.owner !== null,
    canInsert: page.canInsert,
    canUpdate: page.canUpdate,
    canDelete: page.canDelete,
    form: page.files.form !== null,
    picture: page.picture !== null,
  };
}

/** `import { PlantPicture } from "@/features/plants/plant-picture";` */
export function importLine(names: readonly string[], file: string): string {
  return `import { ${names.join(", ")} } from "${importPath(file)}";`;
}

/** A fragment with the words of an entity. */
export function pageFragment(name: string, page: PageEntity, context: PageContext): string {
  return fragment(context, name, { words: pageWords(page, context), flags: pageFlags(page) });
}

export function withArticleOf(words: string): string {
  const isVowel = /^[aeiou]/i.test(words) && !/^(?:uni|use|eu|one)/i.test(words);
  return `${isVowel ? "an" : "a"} ${words}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
