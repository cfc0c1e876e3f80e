import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { launchBrowser } from "./browser.ts";
import { startJourney, untilCalled } from "./journey.ts";
import { startServer } from "./server.ts";

test("two people use the app", async (context) => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const starting = [launchBrowser(), startServer(root)] as const;
  // What has started is closed even when the other one has failed.
  for (const part of starting) context.after(async () => (await part.catch(() => null))?.close());
  const [browser, server] = await Promise.all(starting);
  const journey = await startJourney({ test: context, browser, baseUrl: server.url, root });
  await untilCalled();

  await journey.step("the home page opens for both", async () => {
    for (const traveller of [journey.alice, journey.bob]) {
      await journey.visit(traveller, "/");
      await traveller.page.getByRole("main").waitFor();
      assert.notEqual(await traveller.page.title(), "");
    }
  });
  // @slot journey.steps
});
