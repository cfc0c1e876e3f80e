import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { applyAll, migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile, socialBuckets } from "./social-entities.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const entities = [profile];
const [bucket = { name: "" }] = socialBuckets;
const mine = "(storage.foldername(name))[1] = (select auth.uid())::text";
const inBucket = `bucket_id = '${bucket.name}'`;

/** Both buckets, as somebody changed their policies. */
function proofAfter(changes: readonly string[], withMutants = false) {
  return database.rolledBack(async (session) => {
    await migrate(session, await migrationsThrough([{ entities, buckets: socialBuckets }]));
    await applyAll(session, changes);
    return proveAccess(session, { entities, buckets: socialBuckets, withMutants });
  });
}

describe("policies of files", () => {
  it("are proven by cells and by a truth table, and every change of them is noticed", async () => {
    const proof = await proofAfter([], true);
    expect(proof.diagnostics).toEqual([]);
    const onFiles = proof.mutants.filter(({ mutant }) => mutant.table === "storage.objects");
    expect(onFiles.map(({ verdict }) => verdict)).not.toContain("survived");
    expect(onFiles.length).toBeGreaterThan(25);
  });

  it.each([
    ["any folder", `own_folder_select on storage.objects using (${inBucket})`],
    ["any bucket", `own_folder_delete on storage.objects using (${mine})`],
    ["one bucket only", `own_folder_update on storage.objects using (${inBucket} and ${mine})`],
    [
      "files in no folder",
      `own_folder_insert on storage.objects with check (${mine} or name not like '%/%')`,
    ],
    [
      "a folder anywhere in the path",
      "own_folder_insert on storage.objects with check (auth.uid()::text = any (storage.foldername(name)))",
    ],
  ])("that allow %s are found by both", async (_, change) => {
    const { diagnostics } = await proofAfter([`alter policy ${change}`]);
    const about = diagnostics.filter(({ subject }) => subject.name === "storage.objects");
    expect(about.map(({ code }) => code)).toContain("access/policy-differs");
    expect(about.map(({ code }) => code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^access\/too-(?:open|strict)$/)]),
    );
    expect(about.map(({ message }) => message).join("\n")).toMatch(
      /storage\.objects for .* where /,
    );
  });
});
