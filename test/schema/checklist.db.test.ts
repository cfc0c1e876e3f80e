import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { withJoins } from "../../src/schema/join-entities.ts";
import { bucketSchema, entitySchema } from "../../src/spec/entity.ts";
import { access } from "./checklist/access.ts";
import { behaviour } from "./checklist/behaviour.ts";
import { keys } from "./checklist/keys.ts";
import { migrations } from "./checklist/migrations.ts";
import { namesAndTypes } from "./checklist/names-and-types.ts";
import { violationsOf, type Made } from "./checklist/point.ts";
import { workshopBuckets, workshopEntities } from "./checklist/workshop-entities.ts";
import { migrate, migrationsThrough, openTestDatabase, type Declared } from "./schema-database.ts";

const points = [...namesAndTypes, ...keys, ...access, ...behaviour, ...migrations];
const named = points.map((point) => [`${point.number}. ${point.says}`, point] as const);

const fileSchema = z.object({ entities: z.array(entitySchema), storage: z.array(bucketSchema) });

function example(name: string): Declared {
  const path = join(import.meta.dirname, "../../examples/schemas", `${name}.yaml`);
  const { entities, storage } = fileSchema.parse(parse(readFileSync(path, "utf8")));
  return { entities, buckets: storage };
}

const schemas: readonly (readonly [name: string, declared: Declared])[] = [
  ["the social network", example("tiktok")],
  ["the shop", example("shop")],
  ["a workshop that uses everything", { entities: workshopEntities, buckets: workshopBuckets }],
];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** In two phases, as apps are made. */
async function madeFrom({ entities, buckets }: Declared, session: Transaction): Promise<Made> {
  expect(checkEntities(entities, buckets)).toEqual([]);
  const early = { entities: entities.slice(0, Math.ceil((entities.length * 2) / 3)), buckets: [] };
  const compiled = await migrationsThrough([early, { entities, buckets }]);
  await migrate(session, compiled);
  const [first = [], later = []] = compiled.map((one) => one.statements.map(({ sql }) => sql));
  const statements = [...first, ...later];
  return { session, declared: entities, entities: withJoins(entities), buckets, statements, later };
}

describe.each(schemas)("%s", (_, declared) => {
  let session: Transaction;
  let made: Made;
  beforeAll(async () => {
    session = await database.begin();
    made = await madeFrom(declared, session);
  });
  afterAll(() => session.rollback());

  it.each(named)("%s", async (__, point) => {
    expect(await violationsOf(point, made)).toEqual([]);
  });
});

describe("a planted fault is found:", () => {
  let whole: Transaction;
  let made: Made;
  beforeAll(async () => {
    whole = await database.begin();
    made = await madeFrom({ entities: workshopEntities, buckets: workshopBuckets }, whole);
  });
  afterAll(() => whole.rollback());

  let session: Transaction;
  beforeEach(async () => {
    session = await whole.begin();
  });
  afterEach(() => session.rollback());

  it.each(named)("%s", async (_, point) => {
    await session.execute(point.fault);
    const broken = { ...made, session, statements: [...made.statements, point.fault] };
    expect(await violationsOf(point, broken)).not.toEqual([]);
  });
});
