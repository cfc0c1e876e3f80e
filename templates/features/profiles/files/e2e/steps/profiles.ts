import assert from "node:assert/strict";
import type { Journey } from "../journey.ts";

/** One green pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==",
  "base64",
);

export async function editProfile(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  const title = `${bob.name} gives the profile a name, a bio and a photo`;
  const edited = journey.alone(bob, title, async () => {
    const { page } = bob;
    await journey.go(bob, "/me");
    await page.getByRole("link", { name: "Edit profile" }).click();
    await page
      .getByLabel("Photo", { exact: true })
      .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: PICTURE });
    await page.getByRole("button", { name: "Remove photo" }).waitFor();
    await page.getByLabel("Display name").fill(bob.name);
    await page.getByLabel("Bio").fill("New here.");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.waitForURL((url) => url.pathname === `/u/${bob.username}`);
  });

  const look = async () => {
    const { page } = alice;
    await journey.go(alice, `/u/${bob.username.toUpperCase()}`);
    const main = page.getByRole("main");
    await main.getByRole("heading", { name: bob.name }).waitFor();
    await main.getByText("New here.").waitFor();
    const photo = main.locator("img").first();
    await photo.waitFor();
    const width = await photo.evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });
    assert.equal(width, 1);
    assert.equal(await main.getByRole("link", { name: "Edit profile" }).count(), 0);

    await journey.go(alice, "/settings/profile");
    await page.getByLabel("Username").fill(bob.username);
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("That username is taken.").waitFor();
  };
  journey.alone(alice, `${alice.name} sees the profile, but cannot take the username`, look, {
    after: [edited],
    isSpare: true,
  });
}
