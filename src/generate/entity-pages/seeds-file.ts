import { camel, pascal } from "../../catalog/pages/names.ts";
import { freeVariable } from "../../catalog/pages/reserved-names.ts";
import type { SampleWords } from "../../catalog/pages/sample-words.ts";
import { fillTemplate } from "./fill-template.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import type { SampleRow } from "./samples/sample-row.ts";
import { sampleRows } from "./samples/sample-rows.ts";
import type { SampleValue } from "./samples/sample-value.ts";

/** What a new local database has to show of a designed feature, written through the app's API by the people who are there. */
export function seedsFile(context: PageContext): string {
  const { blueprint, plan, pages } = context;
  const rows = samplesOf(context);
  const tables = Map.groupBy(rows, ({ entity }) => entity);
  const values = rows.flatMap((row) => Object.values(row.values));
  const has = (kind: SampleValue["kind"]) => values.some((value) => value.kind === kind);
  const bucket = plan.pages.find(({ picture }) => picture !== null)?.picture?.bucket;
  const mimeTypes = bucket?.mimeTypes ?? [];
  return fillTemplate(pageTemplate(context, "seeds.ts"), {
    words: {
      seeds: plan.functions.seeds,
      title: blueprint.title,
      bucket: bucket?.name ?? "",
      mimeType: mimeTypes.includes("image/png") ? "image/png" : (mimeTypes[0] ?? ""),
    },
    flags: {
      moments: has("moment"),
      days: has("day"),
      pictures: has("picture"),
      empty: rows.length === 0,
    },
    code: {
      pictures: pages.samples.pictures.map((picture) => `${JSON.stringify(picture)},`).join("\n"),
      calls: [...tables.keys()].map(({ table }) => `await ${adder(table)}(seeder);`).join("\n"),
      functions: [...tables.values()]
        .map((own) => rowsFunction(own, { context, words: pages.samples }))
        .join("\n\n"),
    },
  });
}

/** The rows of the seeds, in the order in which they are written. */
function samplesOf({ blueprint, entities, pages, plan }: PageContext): readonly SampleRow[] {
  return sampleRows({
    entities: blueprint.entities,
    known: new Map(entities.map((entity) => [entity.name, entity])),
    words: pages.samples,
    pictures: new Map(
      plan.pages.flatMap(({ entity, picture }) =>
        picture === null ? [] : [[entity.name, picture.field] as const],
      ),
    ),
  });
}

interface FunctionContext {
  readonly context: PageContext;
  readonly words: SampleWords;
}

function rowsFunction(rows: readonly SampleRow[], { context, words }: FunctionContext): string {
  const [first] = rows;
  if (first === undefined) return "";
  const { entity } = first;
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const people = words.people.flatMap((username) => {
    const own = rows.filter(({ by }) => by === username);
    const printed = own.map((row) => `${printRow(row, columns)},`).join("\n");
    return own.length === 0 ? [] : `${username}: [\n${printed}\n],`;
  });
  return fillTemplate(pageTemplate(context, "seed-rows.ts"), {
    words: {
      add: adder(entity.table),
      table: entity.table,
      variables: freeVariable(camel(entity.table)),
      owner: entity.owner ?? "",
    },
    flags: { owned: entity.owner !== null },
    code: { rows: people.join("\n") },
  });
}

function adder(table: string): string {
  return `add${pascal(table)}`;
}

/** All rows of a table name the same columns, because they are sent together. */
function printRow(row: SampleRow, columns: readonly string[]): string {
  const id = row.id === null ? [] : [`id: ${JSON.stringify(row.id)}`];
  const cells = columns.map((column) => `${column}: ${printValue(row.values[column], row)}`);
  return `{ ${[...id, ...cells].join(", ")} }`;
}

function printValue(value: SampleValue | undefined, { by, id }: SampleRow): string {
  if (value === undefined) return "null";
  switch (value.kind) {
    case "plain":
      return JSON.stringify(value.value);
    case "person":
      return `seeder.idOf(${JSON.stringify(value.username)})`;
    case "picture": {
      const where = { username: by, place: value.place, name: id ?? String(value.place) };
      return `await storePicture(seeder, ${JSON.stringify(where)})`;
    }
    case "day":
      return `day(${value.days})`;
    case "moment":
      return `moment(${value.days}, ${value.hour})`;
  }
}
