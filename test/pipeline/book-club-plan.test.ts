import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { understandWithModel } from "../../src/intake/understand-with-model.ts";
import { designFeatures } from "../../src/plan/design/design-features.ts";
import { targetAt, testClient } from "../models/client-fixtures.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { bookClubRequest, bookClubScript } from "../support/scripted-brain/book-club.ts";
import { scriptedBrain } from "../support/scripted-brain/scripted-brain.ts";

test("the scripted model understands and designs book clubs at the first try", async () => {
  const brain = await scriptedBrain(bookClubScript);
  const server = await startModelServer({ respond: (request) => brain.respond(request) });
  try {
    const client = testClient([targetAt(server.url("scripted"))], { idleMs: 20_000 });
    const { signal } = new AbortController();
    const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));
    const understood = await understandWithModel(bookClubRequest, { catalog, client, signal });
    const { brief, wishes } = understood;
    const design = await designFeatures({ catalog, brief, wishes, project: "", client, signal });
    expect(brief.appName).toBe("Page Turners");
    expect(design.blueprints.map(({ id }) => id)).toEqual(["book-clubs", "reading-goals"]);
    expect(brain.asked).toEqual(["understand-request", "design-features"]);
  } finally {
    await server.close();
  }
});
