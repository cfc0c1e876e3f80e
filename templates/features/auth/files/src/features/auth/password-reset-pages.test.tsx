import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ForgotPasswordPage, NewPasswordPage } from "@/features/auth/password-reset-pages";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

test("asking for a link sends the address of the page for the new password", async () => {
  const backend = simulateBackend();
  backend.on("POST /auth/v1/recover", {});
  const { user } = renderRoute({ path: "/forgot-password", element: <ForgotPasswordPage /> });
  await user.type(screen.getByLabelText("Email"), "mira@example.com");
  await user.click(screen.getByRole("button", { name: "Send link" }));
  expect(await screen.findByRole("heading", { name: "Check your inbox" })).toBeInTheDocument();
  const [request] = backend.requestsTo("POST /auth/v1/recover");
  expect(request?.body).toMatchObject({ email: "mira@example.com" });
  expect(request?.query.get("redirect_to")).toBe(`${location.origin}/new-password`);
});

test("without the session of a valid link, a new link is offered", async () => {
  simulateBackend();
  renderRoute({ path: "/new-password", element: <NewPasswordPage /> });
  expect(await screen.findByRole("link", { name: "Send a new link" })).toHaveAttribute(
    "href",
    "/forgot-password",
  );
});

test("a valid link leads to the form, which changes the password", async () => {
  const backend = simulateBackend();
  const mira = await backend.signIn({ email: "mira@example.com" });
  backend.on("PUT /auth/v1/user", mira);
  const { user } = renderRoute({
    path: "/new-password",
    element: <NewPasswordPage />,
    routes: [{ path: "/", element: <h1>Home</h1> }],
  });
  await user.type(await screen.findByLabelText("New password"), "a better one");
  await user.click(screen.getByRole("button", { name: "Change password" }));
  expect(await screen.findByRole("heading", { name: "Home" })).toBeInTheDocument();
  const [request] = backend.requestsTo("PUT /auth/v1/user");
  expect(request?.body).toMatchObject({ password: "a better one" });
  expect(screen.getByText("Your password has been changed.")).toBeInTheDocument();
});
