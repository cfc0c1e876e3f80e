import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { startJourney, untilCalled, type Traveller } from "./journey.ts";
import { launchBrowser, startServer } from "./stage.ts";

test("two people use the app", { concurrency: 2 }, async (context) => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const starting = [launchBrowser(), startServer(root)] as const;
  // What has started is closed even when the other one has failed.
  context.after(async () => {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map((part) => part.status === "fulfilled" && part.value.close()));
  });
  const called = untilCalled();
  const [browser, server] = await Promise.all(starting);
  const baseUrl = server.url;
  const journey = await startJourney({ test: context, browser, baseUrl, root, called });
  await called;

  await journey.step("the home page opens for both", async () => {
    const open = async ({ page }: Traveller) => {
      await page.goto("/");
      await page.getByRole("main").waitFor();
      assert.notEqual(await page.title(), "");
    };
    await Promise.all([open(journey.alice), open(journey.bob)]);
  });
  // @slot journey.steps
  await journey.end();
});
