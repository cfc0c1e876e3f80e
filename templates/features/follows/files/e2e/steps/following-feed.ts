import assert from "node:assert/strict";
import type { Journey } from "../journey.ts";
import { CAPTION } from "./videos.ts";

export async function seeWhoYouFollow(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  await journey.step(
    `${bob.name} sees only ${alice.name} among the people he follows`,
    async () => {
      const { page } = bob;
      await journey.go(bob, "/");
      await page.getByRole("tab", { name: "Following" }).click();
      // The video is in both feeds; that the end comes right after it is so in this one only.
      const second = page.getByRole("article").nth(1);
      await second.and(page.getByRole("article", { name: "End of the feed" })).waitFor();
      const names = await page
        .getByRole("article")
        .evaluateAll((articles) => articles.map((article) => article.getAttribute("aria-label")));
      assert.deepEqual(names, [CAPTION, "End of the feed"]);
    },
  );

  await journey.step(`${alice.name} follows nobody and is told so`, async () => {
    await journey.visit(alice, "/?feed=following");
    await alice.page.getByText("Nothing here yet").waitFor();
  });
}
