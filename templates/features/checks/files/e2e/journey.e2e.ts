import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { startPreview } from "../dev/preview.ts";
import { launchBrowser } from "./browser.ts";
import { startJourney } from "./journey.ts";

test("two people use the app", { timeout: 180_000 }, async (context) => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const browser = await launchBrowser();
  context.after(() => browser.close());
  const preview = await startPreview({ port: 0, ephemeral: true, root });
  context.after(() => preview.close());
  const journey = await startJourney({ test: context, browser, baseUrl: preview.url, root });

  await journey.step("the home page opens for both", async () => {
    for (const traveller of [journey.alice, journey.bob]) {
      await journey.visit(traveller, "/");
      await traveller.page.getByRole("main").waitFor();
      assert.notEqual(await traveller.page.title(), "");
    }
  });
  // @slot journey.steps
});
