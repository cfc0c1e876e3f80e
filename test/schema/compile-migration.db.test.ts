import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { InputError } from "../../src/core/errors.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { compileMigration } from "../../src/schema/compile-migration.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import {
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
  type Declared,
} from "./schema-database.ts";
import {
  annotation,
  avatars,
  clips,
  comment,
  follow,
  like,
  note,
  post,
  profile,
  socialBuckets,
  socialEntities,
} from "./social-entities.ts";

const all: Declared = { entities: socialEntities, buckets: socialBuckets };
const phases: readonly Declared[] = [
  { entities: [profile], buckets: [avatars] },
  { entities: [profile, post, note], buckets: [avatars, clips] },
  { entities: [profile, post, note, like, follow], buckets: [avatars, clips] },
  all,
];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

function catalogAfter(states: readonly Declared[]): Promise<readonly string[]> {
  return database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough(states));
    return catalogLines(inner);
  });
}

function changed(entity: Entity, changes: Partial<Entity>): Entity {
  return { ...entity, ...changes };
}

function after(entities: readonly Entity[]): Declared {
  return { entities, buckets: [] };
}

async function statementsBetween(before: readonly Entity[], next: readonly Entity[]) {
  const [, second] = await migrationsThrough([after(before), after(next)]);
  return second?.statements ?? [];
}

describe("migrations of phases", () => {
  it("leave the same catalog as one migration", async () => {
    const atOnce = await catalogAfter([all]);
    expect(atOnce.length).toBeGreaterThan(150);
    expect(await catalogAfter(phases)).toEqual(atOnce);
  });

  it("hold the access rules after every phase", async () => {
    const migrations = await migrationsThrough(phases);
    await database.rolledBack(async (inner) => {
      for (const [position, { entities, buckets }] of phases.entries()) {
        await migrate(inner, migrations.slice(position, position + 1));
        expect(await tryMatrix(inner, accessMatrix(entities, buckets))).toEqual([]);
      }
    });
  });

  it("are additive while nothing is taken away, and empty when nothing changes", async () => {
    const migrations = await migrationsThrough([...phases, all]);
    expect(
      migrations.flatMap(({ statements }) => statements).every(({ label }) => label === "additive"),
    ).toBe(true);
    expect(migrations.at(-1)?.statements).toEqual([]);
  });

  it("count the rows that are older than the counter", async () => {
    const without = changed(like, { counters: [] });
    const migrations = await migrationsThrough([
      after([profile, post, without]),
      after([profile, post, like]),
    ]);
    await database.rolledBack(async (inner) => {
      await migrate(inner, migrations.slice(0, 1));
      await inner.execute(`
        insert into auth.users (id) values ('a0000000-0000-4000-8000-00000000000a'), ('b0000000-0000-4000-8000-00000000000b');
        insert into public.posts (id, author_id, body) select id, id, 'text' from public.profiles;
        insert into public.likes (user_id, post_id) select profiles.id, 'a0000000-0000-4000-8000-00000000000a' from public.profiles`);
      await migrate(inner, migrations.slice(1));
      const { rows } = await inner.query("select like_count from public.posts order by id");
      expect(rows).toEqual([{ like_count: 2 }, { like_count: 0 }]);
    });
  });

  it("give users who signed up before their row", async () => {
    await database.rolledBack(async (inner) => {
      await inner.execute(
        "insert into auth.users (id) values ('a0000000-0000-4000-8000-00000000000a')",
      );
      await migrate(inner, await migrationsThrough([after([profile])]));
      const { rows } = await inner.query("select username from public.profiles");
      expect(rows).toEqual([{ username: "user_00000000000a" }]);
    });
  });
});

/** Changing a database leaves what a new one would have. */
async function expectSameAsFresh(
  before: readonly Entity[],
  next: readonly Entity[],
): Promise<void> {
  expect(await catalogAfter([after(before), after(next)])).toEqual(
    await catalogAfter([after(next)]),
  );
}

describe("a changed entity", () => {
  const plain = entitySchema.parse({
    name: "item",
    table: "items",
    title: "Item",
    fields: [
      { name: "title", type: "text", max: 20, default: "" },
      { name: "rank", type: "integer", default: 3 },
    ],
    access: { select: "everyone" },
  });
  const other = entitySchema.parse({
    name: "box",
    table: "boxes",
    title: "Box",
    access: { select: "signed-in" },
  });

  const bigger = entitySchema.parse({
    ...plain,
    description: "Has more.",
    fields: [
      { name: "title", type: "text", max: 40, required: false, description: "What it is called." },
      { name: "rank", type: "integer", min: 0, default: 4 },
      { name: "key_word", type: "text", max: 5, default: "x" },
      { name: "key_word_lower", type: "lower", of: "key_word" },
    ],
    references: [{ field: "box_id", to: "box", required: false, onDelete: "restrict" }],
    unique: [["key_word_lower", "rank"]],
    indexes: [{ fields: ["created_at desc", "id desc"] }],
    access: { select: { through: "box_id" }, insert: "signed-in", update: "signed-in" },
  });
  const readable: Entity = changed(bigger, {
    references: bigger.references.map((reference) => ({ ...reference, required: true })),
  });

  it("gets columns, checks, references, indexes and policies, and nothing is lost", async () => {
    await expectSameAsFresh([plain], [readable, other]);
    const statements = await statementsBetween([plain], [readable, other]);
    expect(statements.filter(({ label }) => label === "destructive")).toEqual([]);
  });

  it("loses columns, tables and rules again, and says which statements are destructive", async () => {
    await expectSameAsFresh([readable, other], [plain]);
    const statements = await statementsBetween([readable, other], [plain]);
    expect(statements.filter(({ label }) => label === "destructive").map(({ sql }) => sql)).toEqual(
      [
        "drop policy if exists items_update on public.items",
        "drop policy if exists items_insert on public.items",
        "drop trigger if exists items_guard on public.items",
        "drop function if exists private.guard_items() cascade",
        "drop table if exists public.boxes",
        "alter table public.items drop column if exists box_id",
        "alter table public.items drop column if exists key_word",
        "alter table public.items drop column if exists key_word_lower",
        "alter table public.items\n  alter column title set default '',\n  alter column title set not null",
      ].toSorted(
        (left, right) =>
          statements.findIndex(({ sql }) => sql === left) -
          statements.findIndex(({ sql }) => sql === right),
      ),
    );
  });

  it("changes the type of a column by a destructive statement", async () => {
    const text: Entity = entitySchema.parse({
      ...plain,
      fields: [plain.fields[0], { name: "rank", type: "text", max: 9, default: "none" }],
    });
    await expectSameAsFresh([plain], [text]);
    const number: Entity = entitySchema.parse({
      ...plain,
      fields: [plain.fields[0], { name: "rank", type: "integer" }],
    });
    // The default "none" is no number: it must be gone before the type changes.
    await expectSameAsFresh([text], [number]);
    const statements = await statementsBetween([plain], [text]);
    expect(statements.filter(({ label }) => label === "destructive")).toHaveLength(1);
  });

  it("drops what sign-up made with its table", async () => {
    await expectSameAsFresh(socialEntities, [plain]);
    const lines = await catalogAfter([after(socialEntities), after([plain])]);
    expect(
      lines.filter((line) => line.startsWith("trigger ") || line.startsWith("function ")),
    ).toHaveLength(2);
  });

  it("closes a bucket that left, and keeps its files", async () => {
    const states = [
      { entities: [], buckets: socialBuckets },
      { entities: [], buckets: [avatars] },
    ];
    const lines = await catalogAfter(states);
    expect(lines.filter((line) => line.startsWith("bucket "))).toEqual([
      "bucket avatars t 2000000 {image/png,image/jpeg}",
      "bucket clips f 5000000000 {video/mp4}",
    ]);
  });
});

describe("references in a circle", () => {
  const parts = { fields: [], access: { select: "everyone" } };
  const team = entitySchema.parse({
    ...parts,
    name: "team",
    table: "teams",
    title: "Team",
    references: [{ field: "captain_id", to: "player", required: false, onDelete: "set-null" }],
  });
  const player = entitySchema.parse({
    ...parts,
    name: "player",
    table: "players",
    title: "Player",
    references: [{ field: "team_id", to: "team" }],
  });

  it("are made when one of them is optional", async () => {
    const lines = await catalogAfter([after([team, player])]);
    expect(
      lines.some((line) => line.includes("teams_captain_id_fkey FOREIGN KEY (captain_id)")),
    ).toBe(true);
    expect(await catalogAfter([after([team, player]), after([])])).toEqual(
      await catalogAfter([after([player, team]), after([])]),
    );
  });
});

describe("a migration", () => {
  it("has a version by its phase and a name by its title, and the same bytes every time", async () => {
    const request = {
      before: [],
      after: socialEntities,
      bucketsBefore: [],
      bucketsAfter: socialBuckets,
      number: 3,
      title: "Likes & Follows: é!",
    };
    const first = await compileMigration(request);
    expect(first).toMatchObject({ version: "20250101000003", name: "likes_follows_e" });
    expect(await compileMigration({ ...request, after: socialEntities.toReversed() })).toEqual(
      first,
    );
  });

  it("refuses entities with findings, and hands them on", async () => {
    const wrong = changed(like, { owner: "nobody" });
    const request = {
      before: [],
      after: [wrong],
      bucketsBefore: [],
      bucketsAfter: [],
      number: 1,
      title: "Wrong",
    };
    const error = await compileMigration(request).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty("diagnostics.length");
  });

  it("indexes what deletion and policies search by, once", async () => {
    const { statements } = await compileMigration({
      before: [],
      after: socialEntities,
      bucketsBefore: [],
      bucketsAfter: [],
      number: 1,
      title: "x",
    });
    const indexes = statements
      .map(({ sql }) => sql)
      .filter((sql) => sql.startsWith("create index"));
    expect(indexes.toSorted()).toEqual([
      "create index if not exists annotations_author_id_idx on public.annotations (author_id)",
      "create index if not exists annotations_note_id_idx on public.annotations (note_id)",
      "create index if not exists comments_author_id_idx on public.comments (author_id)",
      "create index if not exists comments_parent_id_idx on public.comments (parent_id)",
      "create index if not exists comments_post_id_created_at_id_idx on public.comments (post_id, created_at desc, id desc)",
      "create index if not exists follows_followee_id_idx on public.follows (followee_id)",
      "create index if not exists likes_post_id_idx on public.likes (post_id)",
      "create index if not exists notes_author_id_idx on public.notes (author_id)",
      "create index if not exists posts_author_id_published_at_idx on public.posts (author_id, published_at desc)",
      "create index if not exists posts_published_at_id_idx on public.posts (published_at desc, id desc)",
    ]);
    expect(annotation.indexes).toEqual([]);
    expect(comment.indexes).toHaveLength(1);
    expect(note.indexes).toEqual([]);
  });
});
