import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../src/spec/actor.ts";
import type { Database } from "../../src/backend/open-database.ts";
import type { Session, Transaction } from "../../src/backend/session.ts";
import { migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { socialBuckets, socialEntities } from "./social-entities.ts";

const ada = "a0000000-0000-4000-8000-00000000000a";
const bob = "b0000000-0000-4000-8000-00000000000b";
const asAda: Actor = { kind: "user", id: ada };
const asBob: Actor = { kind: "user", id: bob };

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(
    migrated,
    await migrationsThrough([{ entities: socialEntities, buckets: socialBuckets }]),
  );
});
afterAll(() => database.close());

function inSocialApp<T>(work: (inner: Session) => Promise<T>): Promise<T> {
  return migrated.rolledBack(async (inner) => {
    await inner.execute(`
      insert into auth.users (id) values ('${ada}'), ('${bob}');
      insert into public.posts (id, author_id, body) values ('${ada}', '${ada}', 'of ada'), ('${bob}', '${bob}', 'of bob');`);
    return work(inner);
  });
}

async function one(
  session: Session,
  sql: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return (await session.query(sql)).rows[0];
}

function counts(session: Session): ReturnType<typeof one> {
  return one(session, `select like_count, comment_count from public.posts where id = '${ada}'`);
}

describe("counters", () => {
  it("follow inserts and deletes of clients who may not write them", () =>
    inSocialApp(async (inner) => {
      await inner.asActor(asAda, { sql: `insert into public.likes values ('${ada}', '${ada}')` });
      await inner.asActor(asBob, { sql: `insert into public.likes values ('${bob}', '${ada}')` });
      expect(await counts(inner)).toEqual({ like_count: 2, comment_count: 0 });
      await inner.asActor(asBob, { sql: "delete from public.likes" });
      expect(await counts(inner)).toEqual({ like_count: 1, comment_count: 0 });
    }));

  it("follow a row that moves to another parent, and rows without a parent", () =>
    inSocialApp(async (inner) => {
      await inner.execute(`
        insert into public.comments (id, post_id, author_id, body) values ('${ada}', '${ada}', '${ada}', 'first');
        insert into public.comments (id, post_id, author_id, parent_id, body) values ('${bob}', '${ada}', '${bob}', '${ada}', 'reply');`);
      expect(await counts(inner)).toEqual({ like_count: 0, comment_count: 2 });
      expect(
        await one(inner, `select reply_count from public.comments where id = '${ada}'`),
      ).toEqual({ reply_count: 1 });
      await inner.execute(
        `update public.comments set post_id = '${bob}', parent_id = null where id = '${bob}'`,
      );
      expect(await counts(inner)).toEqual({ like_count: 0, comment_count: 1 });
      expect(
        await one(inner, `select reply_count from public.comments where id = '${ada}'`),
      ).toEqual({ reply_count: 0 });
    }));

  it("are right after cascades from the parent, the child's other parent and the row's own table", () =>
    inSocialApp(async (inner) => {
      await inner.execute(`
        insert into public.likes select profiles.id, posts.id from public.profiles, public.posts;
        insert into public.comments (id, post_id, author_id, body) values ('${ada}', '${ada}', '${ada}', 'first');
        insert into public.comments (post_id, author_id, parent_id, body) select '${ada}', '${bob}', '${ada}', 'reply' from generate_series(1, 3);
        insert into public.follows values ('${ada}', '${bob}'), ('${bob}', '${ada}');
        delete from public.comments where id = '${ada}';
        delete from auth.users where id = '${bob}';`);
      expect(await counts(inner)).toEqual({ like_count: 1, comment_count: 0 });
      expect(await one(inner, "select count(*)::int as posts from public.posts")).toEqual({
        posts: 1,
      });
      expect(
        await one(inner, "select follower_count, following_count from public.profiles"),
      ).toEqual({
        follower_count: 0,
        following_count: 0,
      });
    }));

  it("never go below zero", () =>
    inSocialApp(async (inner) => {
      await inner.execute(`
        insert into public.likes values ('${bob}', '${ada}');
        update public.posts set like_count = 0;
        delete from public.likes;`);
      expect(await counts(inner)).toEqual({ like_count: 0, comment_count: 0 });
    }));

  it("do not make the counted row newer", () =>
    inSocialApp(async (inner) => {
      await inner.execute(
        "alter table public.posts disable trigger posts_updated_at; update public.posts set updated_at = '2001-01-01'; alter table public.posts enable trigger posts_updated_at",
      );
      await inner.execute(`insert into public.likes values ('${bob}', '${ada}')`);
      expect(
        await one(
          inner,
          `select updated_at < '2002-01-01' as is_old from public.posts where id = '${ada}'`,
        ),
      ).toEqual({ is_old: true });
      await inner.execute("update public.posts set body = 'new'");
      expect(
        await one(
          inner,
          `select updated_at < '2002-01-01' as is_old from public.posts where id = '${ada}'`,
        ),
      ).toEqual({ is_old: false });
    }));
});

describe("guarded columns", () => {
  it("refuse a change by name, and accept a row that is sent back unchanged", () =>
    inSocialApp(async (inner) => {
      const change = inner.asActor(asAda, {
        sql: "update public.posts set like_count = 9 where author_id = auth.uid()",
      });
      await expect(change).rejects.toMatchObject({
        code: "42501",
        message: expect.stringContaining("like_count of posts cannot be changed"),
      });
      const same = await inner.asActor(asAda, {
        sql: "update public.posts set like_count = like_count, created_at = created_at, author_id = author_id, body = 'new' where author_id = auth.uid() returning body",
      });
      expect(same.rows).toEqual([{ body: "new" }]);
    }));

  it("let references become null when their parent goes, also by a client's deletion", () =>
    inSocialApp(async (inner) => {
      await inner.execute(
        `insert into public.comments (id, post_id, author_id, body) values ('${ada}', '${ada}', '${ada}', 'first')`,
      );
      await inner.execute(
        `insert into public.comments (post_id, author_id, parent_id, body) values ('${ada}', '${bob}', '${ada}', 'reply')`,
      );
      await inner.asActor(asAda, { sql: `delete from public.comments where id = '${ada}'` });
      expect(await one(inner, "select count(*)::int as left from public.comments")).toEqual({
        left: 0,
      });
    }));
});

describe("sign-up", () => {
  const newcomer = "c0000000-0000-4000-8000-00000000000c";

  async function signUp(
    inner: Session,
    metadata: unknown,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    await inner.query("insert into auth.users (id, raw_user_meta_data) values ($1, $2::jsonb)", [
      newcomer,
      metadata === undefined ? null : JSON.stringify(metadata),
    ]);
    return one(
      inner,
      `select username, username_lower, display_name from public.profiles where id = '${newcomer}'`,
    );
  }

  const handle = {
    username: "user_00000000000c",
    username_lower: "user_00000000000c",
    display_name: "",
  };

  it.each([
    [
      "valid values",
      { username: "Cleo_1", display_name: "Cleo" },
      { username: "Cleo_1", username_lower: "cleo_1", display_name: "Cleo" },
    ],
    ["no metadata at all", undefined, handle],
    ["JSON null", null, handle],
    ["metadata that is no object", ["username"], handle],
    ["a value that is too short", { username: "ab" }, handle],
    ["a value that is too long", { username: "a".repeat(25) }, handle],
    ["a value against the pattern", { username: "cleo o'hara; drop table profiles" }, handle],
    [
      "a value that is no text",
      { username: { nested: true }, display_name: 7 },
      { ...handle, display_name: "7" },
    ],
    [
      "one good and one bad value",
      { username: "Cleo", display_name: "x".repeat(51) },
      { username: "Cleo", username_lower: "cleo", display_name: "" },
    ],
    ["a taken name in other letters", { username: "USER_00000000000A" }, handle],
  ])("makes the row from %s", (_, metadata, expected) =>
    inSocialApp(async (inner) => {
      expect(await signUp(inner, metadata)).toEqual(expected);
    }),
  );

  it("finds another handle when somebody took its own", () =>
    inSocialApp(async (inner) => {
      await inner.execute(
        `update public.profiles set username = 'user_00000000000c' where id = '${ada}'`,
      );
      expect(await signUp(inner, {})).toMatchObject({
        username: expect.stringMatching(/^user_[0-9a-f]{12}$/),
      });
    }));

  it("succeeds even when no row can be made", () =>
    inSocialApp(async (inner) => {
      await inner.execute(
        "alter table public.profiles add constraint never check (false) not valid",
      );
      expect(await signUp(inner, { username: "Cleo" })).toBeUndefined();
      await inner.execute("alter table public.profiles rename to gone");
      await inner.execute(
        "insert into auth.users (id) values ('d0000000-0000-4000-8000-00000000000d')",
      );
      expect(await one(inner, "select count(*)::int as users from auth.users")).toEqual({
        users: 4,
      });
    }));
});

describe("functions", () => {
  it("are out of reach of clients, and name everything in full", async () => {
    const { rows } = await migrated.query(`
      select proname, proconfig, has_function_privilege('anon', oid, 'execute') or has_function_privilege('authenticated', oid, 'execute') as callable
      from pg_proc where pronamespace = 'private'::regnamespace`);
    expect(rows.length).toBeGreaterThan(8);
    expect(
      rows.filter(
        (row) => row["callable"] === true || String(row["proconfig"]) !== 'search_path=""',
      ),
    ).toEqual([]);
  });
});
