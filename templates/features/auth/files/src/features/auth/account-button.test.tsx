import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AccountButton } from "@/features/auth/account-button";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

test("visitors find the way in, and come back to where they were", async () => {
  simulateBackend();
  renderRoute({ path: "/about", element: <AccountButton /> });
  expect(await screen.findByRole("link", { name: "Log in" })).toHaveAttribute(
    "href",
    "/sign-in?next=%2Fabout",
  );
  expect(screen.getByRole("link", { name: "Sign up" })).toBeInTheDocument();
});

test("logging out ends the session and leads home", async () => {
  const backend = simulateBackend();
  // @if feature profiles
  backend.on("GET /rest/v1/profiles", []);
  // @end
  await backend.signIn({ email: "mira@example.com" });
  const { user, router } = renderRoute({
    path: "/settings",
    element: <AccountButton />,
    routes: [{ path: "/", element: <AccountButton /> }],
  });
  await user.click(await screen.findByRole("button", { name: "Log out" }));
  expect(await screen.findByRole("link", { name: "Log in" })).toBeInTheDocument();
  expect(router.state.location.pathname).toBe("/");
});
