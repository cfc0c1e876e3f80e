import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
import { socialEntities } from "./social-entities.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const text = printDatabaseTypes(socialEntities);

function tableText(name: string): string {
  return new RegExp(`^      ${name}: \\{\\n[\\s\\S]*?^      \\};`, "m").exec(text)?.[0] ?? "";
}

it("prints rows, inserts, updates and relationships of a table", () => {
  expect(tableText("follows")).toBe(`      follows: {
        Row: {
          created_at: string;
          followee_id: string;
          follower_id: string;
          updated_at: string;
        };
        Insert: {
          created_at?: string;
          followee_id: string;
          follower_id: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          followee_id?: string;
          follower_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: "follows_followee_id_fkey";
            columns: ["followee_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "follows_follower_id_fkey";
            columns: ["follower_id"];
            isOneToOne: false;
            referencedRelation: "profiles";
            referencedColumns: ["id"];
          },
        ];
      };`);
});

it("does not depend on the order of entities", () => {
  expect(printDatabaseTypes(socialEntities.toReversed())).toBe(text);
});

it("has counters only of entities that are there", () => {
  const without = printDatabaseTypes(socialEntities.filter(({ name }) => name !== "like"));
  expect(text).toContain("like_count: number;");
  expect(without).not.toContain("like_count");
});

it("compiles in strict mode and means what the tables mean", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "database.types.ts"), text);
  await writeFile(join(folder, "empty.types.ts"), printDatabaseTypes([]));
  await writeFile(join(folder, "use.ts"), useOfTypes);
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    module: "nodenext",
    target: "es2024",
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
  };
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["*.ts"] }),
  );
  const tsc = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
  const { stdout } = await promisify(execFile)(tsc, ["-p", folder]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe("");
});

const useOfTypes = `
import type { Database } from "./database.types.ts";
import type { Database as Empty } from "./empty.types.ts";

type Tables = Database["public"]["Tables"];
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

same<Tables["posts"]["Row"]["mood"], "calm" | "it's \\\\fine">(true);
same<Tables["posts"]["Row"]["length_ms"], number | null>(true);
same<Tables["posts"]["Row"]["views"], number>(true);
same<Tables["comments"]["Row"]["parent_id"], string | null>(true);
same<Tables["profiles"]["Row"]["avatar_path"], string | null>(true);
same<keyof Empty["public"]["Tables"], never>(true);

export const minimalPost: Tables["posts"]["Insert"] = { author_id: "a", body: "b" };
export const profile: Tables["profiles"]["Insert"] = { id: "a", username: "b" };
// @ts-expect-error The database makes the copy.
export const copied: Tables["profiles"]["Update"] = { username_lower: "b" };
// @ts-expect-error A like needs its post.
export const like: Tables["likes"]["Insert"] = { user_id: "a" };
`;
