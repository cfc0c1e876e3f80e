import assert from "node:assert/strict";
import type { Journey } from "../journey.ts";
import { CAPTION } from "./videos.ts";

export async function seeWhoYouFollow(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  journey.alone(
    bob,
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

  journey.alone(alice, `${alice.name} follows nobody and is told so`, async () => {
    await journey.go(alice, "/?feed=following");
    await alice.page.getByText("Nothing here yet").waitFor();
  });
}
