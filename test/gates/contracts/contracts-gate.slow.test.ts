import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContractsGate } from "../../../src/gates/contracts/contracts-gate.ts";
import type { GateResult } from "../../../src/gates/gate.ts";
import {
  annotation,
  comment,
  follow,
  like,
  note,
  post,
  profile,
  socialBuckets,
} from "../../schema/social-entities.ts";
import { contractApp, withPhases } from "./contract-app.ts";

/** Two phases; the second one refers to tables of the first. */
const first = { entities: [profile, post, note, annotation], buckets: socialBuckets };
const second = { entities: [like, comment, follow], buckets: [] };
const phases = [first, second];

const gate = createContractsGate();
let root = "";
beforeAll(async () => {
  root = await contractApp();
});
afterAll(() => gate.close());

const errors = ({ diagnostics }: GateResult) =>
  diagnostics.filter(({ severity }) => severity === "error");

/** What is wrong after one more phase has run this SQL. */
async function faults(sql: string): Promise<readonly string[]> {
  const later = { "20990101000000_later.sql": sql };
  const result = await gate.run(await withPhases(root, phases, later));
  expect(result.outcome).toBe("failed");
  return errors(result).map(({ message }) => message);
}

describe("an app that is as declared", () => {
  test("passes phase by phase on one backend, and says what nobody may do", async () => {
    const early = await gate.run(await withPhases(root, [first]));
    expect(errors(early)).toEqual([]);
    expect(early.summary).toMatch(/^4 tables, 2 buckets, \d+ requests, all as promised$/);

    const late = await gate.run(await withPhases(root, phases));
    expect(errors(late)).toEqual([]);
    expect(late.summary).toMatch(/^7 tables, 2 buckets, \d+ requests, all as promised$/);
    expect(late.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining("insert on profiles, delete on profiles"),
    ]);
    const again = await gate.run(await withPhases(root, phases));
    expect(again).toEqual(late);
  });
});

describe("what a later phase breaks in an earlier one is found", () => {
  test("rights, policies, triggers and buckets", async () => {
    const found = await faults(`
      revoke update on public.notes from authenticated;
      create policy more on public.annotations for select to authenticated using (true);
      create policy too_much on public.comments for delete to authenticated using (true);
      drop trigger if exists likes_count on public.likes;
      update storage.buckets set public = false where id = 'avatars';
    `);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Part 1: the owner changes body of the owner's row \(update on notes\), which must work, but ends with 42501/,
        ),
        expect.stringMatching(/\(select on annotations\), which must not show/),
        expect.stringMatching(
          /^Part 2: another person deletes the owner's row \(delete on comments\), which must find nothing, but finds 1 row/,
        ),
        expect.stringMatching(/\(select on posts\), which must have like_count \d, but has 0/),
        expect.stringMatching(/a visitor opens the file .* \(select on avatars\), which must work/),
      ]),
    );
  });

  test("names and defaults of columns", async () => {
    const found = await faults(`
      alter table public.annotations rename column body to content;
      alter table public.posts alter column mood drop default;
      alter table public.profiles add column age integer;
    `);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/annotations.content comes back, but the types do not have it/),
        expect.stringMatching(/profiles.age comes back, but the types do not have it/),
        expect.stringMatching(/another person makes a row \(insert on posts\), .* 23502/),
      ]),
    );
  });

  test("removed rows that leave others dangling", async () => {
    const found = await faults(`
      alter table public.comments drop constraint comments_post_id_fkey;
      create policy all_of_them on public.comments for select to anon, authenticated using (true);
    `);
    expect(found).toContainEqual(
      expect.stringMatching(
        /after rows were deleted \(select on comments\), which must not show \d rows that were deleted, or whose parent was/,
      ),
    );
  });
});

test("a migration that the backend refuses is a finding, and the next run starts anew", async () => {
  const found = await faults("alter table public.nowhere add column n int;");
  expect(found).toEqual([expect.stringMatching(/20990101000000_later.sql fails at line 1/)]);
  const healthy = await gate.run(await withPhases(root, [first]));
  expect(errors(healthy)).toEqual([]);
});

test("a backend that is missing or broken is told", async () => {
  const context = await withPhases(root, [first]);
  const file = join(root, "dev/local-backend.ts");
  await writeFile(file, 'throw new Error("no backend today");');
  const broken = await gate.run(context);
  expect(broken.outcome).toBe("failed");
  expect(broken.diagnostics[0]?.message).toContain("no backend today");
  await rm(file);
  const missing = await gate.run(context);
  expect(missing.outcome).toBe("unavailable");
  expect(missing.diagnostics[0]?.fix).not.toBeNull();
});
