import { printAccessPage } from "../schema/access-page.ts";
import { printPgtap } from "../schema/print-pgtap.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { Plan } from "../spec/plan.ts";
import { databaseState } from "./compose-database.ts";
import { formatSource } from "./format-source.ts";

const testsPath = "supabase/tests/access.test.sql";

/** How the owner of an app repeats the proof, in its folder. */
export const appProofCommands = [
  {
    run: "megamind schema prove .",
    does:
      "makes them on the migrations of this folder, compares each policy with its rule, and weakens the policies one " +
      "by one to see that some attempt notices.",
  },
  {
    run: "supabase db start && supabase test db",
    does: `makes them with pgTAP, from \`${testsPath}\`: for your own CI.`,
  },
] as const;

/**
 * What the access rules of phases 1 to `upTo` leave for people: a page that says who may do what, and the proof as
 * tests. Empty before there is a table or bucket; `countNewFiles` knows how many they are.
 */
export async function composeAccess(plan: Plan, upTo: number): Promise<AppFiles> {
  const state = databaseState(plan, upTo);
  if (state.entities.length === 0 && state.buckets.length === 0) return new Map();
  const database = { title: plan.brief.appName, ...state };
  const page = printAccessPage({ ...database, commands: appProofCommands });
  const path = "docs/access.md";
  return new Map([
    [path, await formatSource(path, page)],
    [testsPath, printPgtap(database)],
  ]);
}
