import type { Journey, Traveller } from "../journey.ts";

export const CAPTION = "Into the sunset with Alice";

/** Opens the page of Alice's video from her profile, which is loaded to show what is new. */
export async function openAlicesVideo(journey: Journey, traveller: Traveller): Promise<void> {
  await journey.visit(traveller, `/u/${journey.alice.username}`);
  await traveller.page.getByRole("link", { name: CAPTION }).click();
  await traveller.page.getByRole("heading", { name: CAPTION }).waitFor();
}

export async function uploadAVideo(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  await journey.step(`${alice.name} uploads a video`, async () => {
    const { page } = alice;
    await journey.go(alice, "/upload");
    await page
      .getByLabel("Choose a video")
      .setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") });
    await page.getByRole("alert").getByText("is not a video we can take").waitFor();
    await page.getByLabel("Choose a video").setInputFiles(journey.samplePath("neon-road.mp4"));
    await page.getByLabel("Preview").waitFor();
    await page.getByLabel("Caption").fill(CAPTION);
    await page.getByRole("button", { name: "Post" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/v/"));
    await waitUntilItPlays(alice);
  });

  await journey.step(
    `${bob.name} finds it on the profile of ${alice.name} and watches it`,
    async () => {
      await openAlicesVideo(journey, bob);
      await waitUntilItPlays(bob);
    },
  );
}

/** The time of a video moves on only when the browser could read it. */
async function waitUntilItPlays({ page }: Traveller): Promise<void> {
  const video = await page.getByLabel(CAPTION).and(page.locator("video")).elementHandle();
  await page.waitForFunction(
    (element) => element instanceof HTMLVideoElement && element.currentTime > 0.2,
    video,
  );
}
