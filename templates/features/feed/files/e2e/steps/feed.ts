import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Journey } from "../journey.ts";
import { CAPTION } from "./videos.ts";

export async function findInTheFeed(journey: Journey): Promise<void> {
  const { bob } = journey;
  const { page } = bob;

  journey.alone(bob, `${bob.name} finds the new video at the top of the feed`, async () => {
    await journey.visit(bob, "/");
    await page.getByRole("article").first().getByText(CAPTION).waitFor();
    assert.equal(await nowPlaying(page), CAPTION);
  });

  journey.alone(bob, `${bob.name} goes on to the next video and back`, async () => {
    await page.keyboard.press("ArrowDown");
    const second = await nowPlaying(page, { after: CAPTION });
    await page.keyboard.press("k");
    assert.equal(await nowPlaying(page, { after: second }), CAPTION);
  });
}

/** The name of the one video that plays, once it is the only one, and another than the one before. */
async function nowPlaying(page: Page, { after = "" } = {}): Promise<string> {
  const name = await page.waitForFunction((before) => {
    const videos = [...document.querySelectorAll("video")].filter((video) => !video.paused);
    const label = videos[0]?.ariaLabel;
    return videos.length === 1 && label !== before ? label : null;
  }, after);
  return (await name.jsonValue()) ?? "";
}
