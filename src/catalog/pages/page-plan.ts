import type { Bucket, Entity, Reference } from "../../spec/entity.ts";
import { isMade, type Field } from "../../spec/field.ts";
import { audienceOf, type Audience } from "./audience.ts";
import { freeType, freeVariable } from "./reserved-names.ts";
import { camel, kebab, lowerFirst, pascal, sentence } from "./names.ts";

/** How an entity is called: in headings ("Blog post", "Blog posts") and inside of sentences. */
interface Labels {
  readonly one: string;
  readonly many: string;
  readonly oneInside: string;
  readonly manyInside: string;
}

/** The row on whose page a part is listed. */
interface Parent {
  /** The column that refers to it: `plant_id`. */
  readonly field: string;
  /** The name of its entity: `plant`. */
  readonly entity: string;
}

/** A picture that a row has: the path of a stored file in a bucket. */
export interface Picture {
  readonly field: string;
  readonly bucket: Bucket;
  /** `src/features/<id>/<entity>-picture.tsx`: exports `show`, and `input` for the form. */
  readonly file: string;
  /** `<PlantPicture plant={plant} />` */
  readonly show: string;
  /** The control of the form. */
  readonly input: string;
}

/** An entity with pages of its own: a list, one of its rows, and the form that makes and changes rows. */
export interface PageEntity {
  readonly entity: Entity;
  readonly labels: Labels;
  /** `BlogPost`: the TypeScript type of a row, and the stem of components. */
  readonly type: string;
  /** `blogPost`: a variable that holds a row. */
  readonly variable: string;
  /** `blogPosts`: a variable that holds rows. */
  readonly variables: string;
  /** The parent of a part; null for what has a list and a navigation entry of its own. */
  readonly parent: Parent | null;
  /** The field whose text stands for the row in lists, headings and choices; null when no field can. */
  readonly titleField: string | null;
  readonly picture: Picture | null;
  /** Who may open the list and a row's page. */
  readonly audience: Audience;
  readonly canInsert: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
  readonly files: {
    /** Exports `components.list`: the page of the list; for a part, the section of its parent's page. */
    readonly list: string;
    /** Exports `components.page`. */
    readonly page: string;
    /** Exports `components.create` and `components.edit`; null when rows are neither made nor changed by people. */
    readonly form: string | null;
  };
  readonly components: {
    readonly list: string;
    readonly page: string;
    /** Null when nobody may insert. */
    readonly create: string | null;
    /** Null when nobody may update. */
    readonly edit: string | null;
  };
  readonly paths: {
    /** `/blog-posts`; null for a part. */
    readonly list: string | null;
    /** `/blog-posts/:id` */
    readonly page: string;
    /** `/blog-posts/new`, of a part `/plants/:id/waterings/new` where the id is the parent's. */
    readonly create: string;
    /** `/blog-posts/:id/edit` */
    readonly edit: string;
  };
}

/** An entity whose key is a page entity and the acting user, such as a vote: one control on the parent's page. */
export interface ToggleEntity {
  readonly entity: Entity;
  readonly labels: Labels;
  readonly parent: Parent;
  /** The key column that holds the acting user; it is the owner of the row. */
  readonly userField: string;
  /** `src/features/<id>/<entity>-toggle.tsx` */
  readonly file: string;
  /** The exported component, rendered as `<VoteToggle proposal={proposal} />` (the prop is the parent's `variable`). */
  readonly component: string;
}

/** What a designed feature's pages are: decided by its entities and access rules alone. */
export interface PagePlan {
  /** In the order of the blueprint. */
  readonly pages: readonly PageEntity[];
  readonly toggles: readonly ToggleEntity[];
  /** Names of entities that people neither see nor change: joins, and what nobody may read. */
  readonly unseen: readonly string[];
  readonly files: {
    /** Types of rows. */
    readonly types: string;
    /** Queries, their keys and writes of all entities of the feature. */
    readonly api: string;
    /** `src/features/<id>/<id>.test.tsx` */
    readonly test: string;
    /** `dev/seeds/<id>.ts`: exports `functions.seeds`, called as `await seedPlants(seeder)`. */
    readonly seeds: string;
    /** `e2e/steps/<id>.ts`: exports `functions.journey`, called as `await walkThroughPlants(journey)`. */
    readonly journey: string;
  };
  readonly functions: { readonly seeds: string; readonly journey: string };
}

/** The part of a blueprint that pages follow from. */
export interface Designed {
  readonly id: string;
  readonly entities: readonly Entity[];
  readonly storage: readonly Bucket[];
}

/** Which pages a designed feature gets, and how their files, routes, components and texts are called. Pure. */
export function pagePlan(feature: Designed): PagePlan {
  const { id, entities } = feature;
  const paged = entities.filter(hasPages);
  const toggles = entities.flatMap((entity) => toggleOf(entity, { id, paged }) ?? []);
  const seen = new Set([...paged, ...toggles.map(({ entity }) => entity)]);
  const folder = `src/features/${id}`;
  return {
    pages: paged.map((entity) => pageEntity(entity, { feature, paged })),
    toggles,
    unseen: entities.filter((entity) => !seen.has(entity)).map(({ name }) => name),
    files: {
      types: `${folder}/types.ts`,
      api: `${folder}/api.ts`,
      test: `${folder}/${id}.test.tsx`,
      seeds: `dev/seeds/${id}.ts`,
      journey: `e2e/steps/${id}.ts`,
    },
    functions: { seeds: `seed${pascal(id)}`, journey: `walkThrough${pascal(id)}` },
  };
}

function hasPages({ key, signUp, access }: Entity): boolean {
  return key === null && signUp === null && access.select !== "nobody";
}

interface PageContext {
  readonly feature: Designed;
  readonly paged: readonly Entity[];
}

function pageEntity(entity: Entity, { feature, paged }: PageContext): PageEntity {
  const { access } = entity;
  const parent = parentOf(entity, paged);
  const type = freeType(pascal(entity.name));
  const canInsert = access.insert !== "nobody" && canBeFilledIn(entity);
  const canUpdate = access.update !== "nobody";
  const stem = `src/features/${feature.id}/${kebab(entity.name)}`;
  const root = `/${kebab(entity.table)}`;
  const parentTable = paged.find(({ name }) => name === parent?.entity)?.table;
  return {
    entity,
    labels: labelsOf(entity),
    type,
    variable: freeVariable(camel(entity.name)),
    variables: camel(entity.table),
    parent,
    titleField: titleFieldOf(entity),
    picture: pictureOf(entity, feature),
    audience: audienceOf(entity, feature.entities),
    canInsert,
    canUpdate,
    // Rows that are only marked as deleted are restored as well, which no page does.
    canDelete: access.delete !== "nobody" && entity.softDelete !== true,
    files: {
      list: `${stem}-list.tsx`,
      page: `${stem}-page.tsx`,
      form: canInsert || canUpdate ? `${stem}-form.tsx` : null,
    },
    components: {
      list: `${type}List`,
      page: `${type}Page`,
      create: canInsert ? `New${type}Page` : null,
      edit: canUpdate ? `Edit${type}Page` : null,
    },
    paths: {
      list: parent === null ? root : null,
      page: `${root}/:id`,
      create: parentTable === undefined ? `${root}/new` : `/${kebab(parentTable)}/:id${root}/new`,
      edit: `${root}/:id/edit`,
    },
  };
}

/** Whether a form can give every value that a row must have: objects, and columns that only some may set, it cannot. */
function canBeFilledIn({ fields, guards }: Entity): boolean {
  return fields.every(
    (field) =>
      isMade(field) ||
      !field.required ||
      field.default !== null ||
      (field.type !== "json" && guards?.[field.name] === undefined),
  );
}

/** A part goes when its parent goes; rows that merely name another one, such as a category, keep their own list. */
function parentOf(entity: Entity, paged: readonly Entity[]): Parent | null {
  const isParent = ({ field, to, required, onDelete }: Reference) =>
    required &&
    onDelete === "cascade" &&
    field !== entity.owner &&
    to !== entity.name &&
    paged.some(({ name }) => name === to);
  const reference = entity.references.find(isParent);
  return reference === undefined ? null : { field: reference.field, entity: reference.to };
}

function toggleOf(
  entity: Entity,
  { id, paged }: { readonly id: string; readonly paged: readonly Entity[] },
): ToggleEntity | null {
  const { key, owner, references, access } = entity;
  if (key?.length !== 2 || owner === null || !key.includes(owner)) return null;
  if (access.select === "nobody" || access.insert === "nobody") return null;
  const reference = references.find(
    ({ field, to }) =>
      field !== owner && key.includes(field) && paged.some(({ name }) => name === to),
  );
  if (reference === undefined || asksForMore(entity)) return null;
  return {
    entity,
    labels: labelsOf(entity),
    parent: { field: reference.field, entity: reference.to },
    userField: owner,
    file: `src/features/${id}/${kebab(entity.name)}-toggle.tsx`,
    component: `${pascal(entity.name)}Toggle`,
  };
}

/** A button can say one of a few values, and nothing else that a row must hold. */
function asksForMore({ key, fields, references }: Entity): boolean {
  const needed = fields.filter(
    (field) => !isMade(field) && field.required && field.default === null,
  );
  const isChoice = needed.every((field) => field.type === "text" && field.oneOf !== null);
  const others = references.filter(({ field, required }) => required && !key?.includes(field));
  return needed.length > 1 || !isChoice || others.length > 0;
}

/** The longest path of a picture: the folder of its owner, a name of its own, and an extension. */
const PATH_LENGTH = 80;

function pictureOf({ name, fields }: Entity, { id, storage }: Designed): Picture | null {
  const field = fields.find(
    (candidate) =>
      candidate.type === "text" &&
      candidate.name.endsWith("_path") &&
      candidate.max >= PATH_LENGTH &&
      candidate.pattern === null &&
      candidate.format === undefined,
  );
  const bucket = storage.find(({ mimeTypes }) =>
    mimeTypes.every((type) => type.startsWith("image/")),
  );
  if (field === undefined || bucket === undefined) return null;
  return {
    field: field.name,
    bucket,
    file: `src/features/${id}/${kebab(name)}-picture.tsx`,
    show: `${pascal(name)}Picture`,
    input: `${pascal(name)}PictureInput`,
  };
}

function labelsOf({ title, table }: Entity): Labels {
  const many = pluralOf(title, table);
  return { one: title, many, oneInside: lowerFirst(title), manyInside: lowerFirst(many) };
}

/** "Photo" of `plant_photos` is "Photos", by the last word of the table; any other title leaves the table its words. */
function pluralOf(title: string, table: string): string {
  const words = title.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  const plural = kebab(table).split("-").at(-1) ?? "";
  if (last.slice(0, 2).toLowerCase() !== plural.slice(0, 2)) return sentence(table);
  return sentence([...words.slice(0, -1), plural].join(" ").replaceAll("-", " "));
}

/** Names that people give to what a thing is called, the most telling first. */
const titleNames = ["title", "name", "label", "subject", "headline"];

/** The field that stands for a row: its title or name, else its first short text; null when there is none. */
export function titleFieldOf({ fields }: Entity): string | null {
  const short = fields.filter(
    (field) => field.type === "text" && field.oneOf === null && field.max <= 300 && isWords(field),
  );
  const [named] = titleNames.flatMap(
    (name) => short.find((field) => field.name === name || field.name.endsWith(`_${name}`)) ?? [],
  );
  return (named ?? short.find(({ required }) => required))?.name ?? null;
}

function isWords(field: Field): boolean {
  return (
    !isMade(field) &&
    field.type === "text" &&
    field.format === undefined &&
    !field.name.endsWith("_path")
  );
}
