import assert from "node:assert/strict";
import type { Journey } from "../journey.ts";
import { goToAlicesVideo, visitAlicesVideo } from "./videos.ts";

export async function likeAVideo(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  const liked = journey.alone(
    bob,
    `${bob.name} likes the video, and it is still liked after a reload`,
    async () => {
      await goToAlicesVideo(journey, bob);
      const heart = bob.page.getByRole("button", { name: "Like" });
      const saved = bob.page.waitForResponse(
        (response) =>
          response.url().includes("/rest/v1/likes") && response.request().method() === "POST",
      );
      await heart.click();
      await bob.page.getByRole("button", { name: "Like", pressed: true }).waitFor();
      assert.equal((await saved).status(), 201);
      await bob.page.reload();
      await bob.page.getByRole("button", { name: "Like", pressed: true }).waitFor();
    },
  );

  const look = async () => {
    await visitAlicesVideo(journey, alice);
    const heart = alice.page.getByRole("button", { name: "Like", pressed: false });
    await heart.locator("..").getByText("1", { exact: true }).waitFor();
  };
  journey.alone(alice, `${alice.name} sees the like`, look, { after: [liked] });
}
