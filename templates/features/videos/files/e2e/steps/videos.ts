import type { Journey, Traveller } from "../journey.ts";

export const CAPTION = "Into the sunset with Alice";

/** The path of Alice's video in each journey. */
const paths = new WeakMap<Journey, string>();

/** Goes to the page of Alice's video inside the app. Throws before she has uploaded it. */
export async function goToAlicesVideo(journey: Journey, traveller: Traveller): Promise<void> {
  await journey.go(traveller, pathIn(journey));
  await traveller.page.getByRole("heading", { name: CAPTION }).waitFor();
}

/** Loads the page of Alice's video. Throws before she has uploaded it. */
export async function visitAlicesVideo(journey: Journey, traveller: Traveller): Promise<void> {
  await journey.visit(traveller, pathIn(journey));
}

function pathIn(journey: Journey): string {
  const path = paths.get(journey);
  if (!path) throw new Error("Nothing is uploaded yet: this step comes too early in the journey.");
  return path;
}

export async function uploadAVideo(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  const uploaded = journey.alone(alice, `${alice.name} uploads a video`, async () => {
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
    paths.set(journey, new URL(page.url()).pathname);
  });

  journey.alone(
    bob,
    `${bob.name} finds it on the profile of ${alice.name} and watches it`,
    async () => {
      await journey.go(bob, `/u/${alice.username}`);
      await bob.page.getByRole("link", { name: CAPTION }).click();
      await bob.page.getByRole("heading", { name: CAPTION }).waitFor();
      await waitUntilItPlays(bob);
    },
    { after: [uploaded] },
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
