import type { Journey } from "../journey.ts";
import { goToAlicesVideo, visitAlicesVideo } from "./videos.ts";

export async function commentOnAVideo(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  const commented = journey.alone(bob, `${bob.name} comments on the video`, async () => {
    const { page } = bob;
    await goToAlicesVideo(journey, bob);
    await page.getByRole("button", { name: "Comments" }).click();
    await page.getByText("No comments yet").waitFor();
    await page.getByLabel("Add a comment").fill("Where does this road go?");
    const saved = page.waitForResponse(
      (response) =>
        response.url().includes("/rest/v1/comments") && response.request().method() === "POST",
    );
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: "1 comment" }).waitFor();
    await saved;
  });

  const reply = async () => {
    const { page } = alice;
    await goToAlicesVideo(journey, alice);
    await page.getByRole("button", { name: "Comments" }).click();
    const comment = page.getByRole("article").filter({ hasText: "Where does this road go?" });
    await comment.getByRole("button", { name: "Reply" }).click();
    await page.getByLabel("Add a reply").fill("Home.");
    const saved = page.waitForResponse(
      (response) =>
        response.url().includes("/rest/v1/comments") && response.request().method() === "POST",
    );
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: "2 comments" }).waitFor();
    await saved;
  };
  const title = `${alice.name} reads it and replies`;
  const replied = journey.alone(alice, title, reply, { after: [commented] });

  const read = async () => {
    const { page } = bob;
    await visitAlicesVideo(journey, bob);
    await page.getByRole("button", { name: "Comments" }).click();
    await page.getByRole("button", { name: "Show 1 reply" }).click();
    await page.getByText("Home.").waitFor();
  };
  journey.alone(bob, `${bob.name} reads the reply`, read, { after: [replied] });
}
