import { join } from "node:path";
import { expect, test } from "vitest";
import { baseFeatures, requiredClosure } from "../../src/catalog/closure.ts";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { understandRequest } from "../../src/intake/understand-request.ts";
import { designFeatures } from "../../src/plan/design/design-features.ts";
import { simulatedModel } from "../intake/model-answers.ts";
import { migrate, migrationsThrough, openTestDatabase } from "../schema/schema-database.ts";
import { clubsDraft } from "./book-club-draft.ts";

const model = simulatedModel();

test("the access rules of a designed feature are proven on a database like all others", async () => {
  const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));
  const brief = understandRequest("Profiles, called Bookish", catalog).brief;
  const { blueprints } = await designFeatures({
    catalog,
    brief,
    wishes: [{ title: "Book clubs", summary: "People found book clubs." }],
    project: "",
    client: model.answering([clubsDraft()]).client,
    signal: new AbortController().signal,
  });
  const present = requiredClosure(catalog, [...baseFeatures(catalog), "profiles"]);
  const before = [...present].flatMap((id) => catalog.entries.get(id)?.blueprint ?? []);
  const declared = (list: typeof before) => ({
    entities: list.flatMap(({ entities }) => entities),
    buckets: list.flatMap(({ storage }) => storage),
  });
  const whole = declared([...before, ...blueprints]);
  const database = await openTestDatabase();
  try {
    const migrated = await database.begin();
    await migrate(migrated, await migrationsThrough([declared(before), whole]));
    const proof = await proveAccess(migrated, { ...whole, withMutants: true });
    expect(proof.diagnostics).toEqual([]);
    const verdicts = Object.groupBy(proof.mutants, ({ verdict }) => verdict);
    expect(verdicts.survived).toBeUndefined();
    expect(verdicts.killed?.length).toBeGreaterThan(30);
  } finally {
    await database.close();
  }
});
