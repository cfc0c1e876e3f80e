import type { Journey } from "../journey.ts";

export async function signUpBoth(journey: Journey): Promise<void> {
  for (const person of [journey.alice, journey.bob]) {
    journey.alone(person, `${person.name} signs up`, async () => {
      await journey.go(person, "/sign-up");
      const { page } = person;
      await page.getByLabel("Email").fill(person.email);
      await page.getByLabel("Username").fill(person.username);
      await page.getByLabel("Password", { exact: true }).fill(person.password);
      await page.getByRole("button", { name: "Create account" }).click();
      await page.waitForURL((url) => url.pathname === "/");
    });
  }

  journey.alone(
    journey.alice,
    `${journey.alice.name} logs out, and in again with a new password`,
    async () => {
      const { page, email, password } = journey.alice;
      await journey.go(journey.alice, "/");
      await page.getByRole("button", { name: "Log out" }).click();
      await page.getByRole("link", { name: "Log in" }).click();
      await page.getByRole("link", { name: "Forgot your password?" }).click();
      // The page before has a field of the same name, and stays until this one can be shown.
      await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
      await page.getByLabel("Email").fill(email);
      await page.getByRole("button", { name: "Send link" }).click();
      await page.getByRole("heading", { name: "Check your inbox" }).waitFor();

      await page.goto(await journey.mailLink(email));
      await page.getByLabel("New password").fill(`${password}-new`);
      await page.getByRole("button", { name: "Change password" }).click();
      await page.waitForURL((url) => url.pathname === "/");

      await page.getByRole("button", { name: "Log out" }).click();
      await page.getByRole("link", { name: "Log in" }).click();
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Log in" }).click();
      await page.getByText("The email address or the password is not right.").waitFor();
      await page.getByLabel("Password", { exact: true }).fill(`${password}-new`);
      await page.getByRole("button", { name: "Log in" }).click();
      await page.waitForURL((url) => url.pathname === "/");
      await page.getByRole("button", { name: "Log out" }).waitFor();
    },
    { isSpare: true },
  );
}
