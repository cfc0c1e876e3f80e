import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { SignUpPage } from "@/features/auth/sign-up-page";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  backend = simulateBackend();
  // @if feature profiles
  backend.on("GET /rest/v1/profiles", []);
  // @end
});

async function fillIn(values: { email: string; username: string; password: string }) {
  const { user } = renderRoute({ path: "/sign-up", element: <SignUpPage /> });
  await user.type(await screen.findByLabelText("Email"), values.email);
  await user.type(screen.getByLabelText("Username"), values.username);
  await user.type(screen.getByLabelText("Password"), values.password);
  await user.click(screen.getByRole("button", { name: "Create account" }));
}

test("what is wrong is said at the fields, and nothing is sent", async () => {
  await fillIn({ email: "mira", username: "mi", password: "short" });
  const email = screen.getByLabelText("Email");
  expect(email).toHaveAccessibleDescription("That does not look like an email address.");
  expect(email).toHaveFocus();
  expect(screen.getByLabelText("Username")).toHaveAccessibleDescription(
    "Use at least 3 characters.",
  );
  expect(screen.getByLabelText("Password")).toHaveAccessibleDescription(
    "Use at least 8 characters.",
  );
  expect(backend.requestsTo("POST /auth/v1/signup")).toHaveLength(0);
});

test("sends the account with its username, and says when it has to be confirmed", async () => {
  backend.on("POST /auth/v1/signup", { id: "1", email: "mira@example.com", user_metadata: {} });
  await fillIn({ email: " mira@example.com", username: "mira", password: "open sesame" });
  expect(await screen.findByRole("heading", { name: "Check your inbox" })).toBeInTheDocument();
  const [request] = backend.requestsTo("POST /auth/v1/signup");
  expect(request?.body).toMatchObject({
    email: "mira@example.com",
    password: "open sesame",
    data: { username: "mira", display_name: "" },
  });
});

test("an email address that has an account is said at the field", async () => {
  backend.on("POST /auth/v1/signup", {
    status: 422,
    json: { code: 422, error_code: "user_already_exists", msg: "User already registered" },
  });
  await fillIn({ email: "mira@example.com", username: "mira", password: "open sesame" });
  await expect
    .poll(() => screen.getByLabelText("Email"))
    .toHaveAccessibleDescription("There is already an account with this email address.");
});

test("a server that cannot be reached is said, and the form can be sent again", async () => {
  backend.fails("POST /auth/v1/signup");
  await fillIn({ email: "mira@example.com", username: "mira", password: "open sesame" });
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Create account" })).toBeEnabled();
});
// @if feature profiles

test("a username that somebody has is said at the field, and no account is made", async () => {
  backend.on("GET /rest/v1/profiles", [{ id: "2" }]);
  await fillIn({ email: "mira@example.com", username: "mira", password: "open sesame" });
  await expect
    .poll(() => screen.getByLabelText("Username"))
    .toHaveAccessibleDescription("That username is taken.");
  expect(backend.requestsTo("POST /auth/v1/signup")).toHaveLength(0);
});
// @end
