import type { Journey } from "../journey.ts";

export async function followSomebody(journey: Journey): Promise<void> {
  const { alice, bob } = journey;

  const followed = journey.alone(bob, `${bob.name} follows ${alice.name}`, async () => {
    const { page } = bob;
    await journey.go(bob, `/u/${alice.username}`);
    const saved = page.waitForResponse(
      (response) =>
        response.url().includes("/rest/v1/follows") && response.request().method() === "POST",
    );
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await page.getByRole("button", { name: "Following" }).waitFor();
    await saved;
    await page.getByText("1 follower").waitFor();
  });

  const look = async () => {
    await journey.visit(alice, `/u/${alice.username}`);
    await alice.page.getByText("1 follower").waitFor();
    await alice.page.getByText("0 following").waitFor();
  };
  journey.alone(alice, `${alice.name} has a follower`, look, { after: [followed] });
}
