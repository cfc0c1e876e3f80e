import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { RequireUser } from "@/features/auth/require-user";
import { SignInPage } from "@/features/auth/sign-in-page";
import { safeNext, useSignInRedirect } from "@/features/auth/sign-in-redirect";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

const guarded = {
  element: <RequireUser />,
  children: [{ path: "/settings", element: <h1>Settings</h1> }],
};

test("a visitor of a guarded page is sent to sign in, with the way back", async () => {
  simulateBackend();
  const { router } = renderRoute({
    path: "/sign-in",
    at: "/settings?tab=privacy",
    element: <SignInPage />,
    routes: [guarded],
  });
  expect(await screen.findByRole("heading", { name: "Welcome back" })).toBeInTheDocument();
  expect(router.state.location.search).toBe("?next=%2Fsettings%3Ftab%3Dprivacy");
  expect(screen.getByRole("link", { name: "Create an account" })).toHaveAttribute(
    "href",
    "/sign-up?next=%2Fsettings%3Ftab%3Dprivacy",
  );
});

function LikeButton() {
  const signIn = useSignInRedirect();
  return <button onClick={signIn}>Like</button>;
}

test("a visitor who does what needs an account is sent to sign in, with the way back", async () => {
  simulateBackend();
  const page = { path: "/", at: "/?tab=new", element: <LikeButton /> };
  const signIn = { path: "/sign-in", element: <SignInPage /> };
  const { user, router } = renderRoute({ ...page, routes: [signIn] });
  await user.click(screen.getByRole("button", { name: "Like" }));
  expect(await screen.findByRole("heading", { name: "Welcome back" })).toBeInTheDocument();
  expect(router.state.location.search).toBe("?next=%2F%3Ftab%3Dnew");
});

test("somebody who is signed in sees the guarded page", async () => {
  const backend = simulateBackend();
  await backend.signIn({ username: "mira" });
  renderRoute({ path: "/sign-in", at: "/settings", element: <SignInPage />, routes: [guarded] });
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeInTheDocument();
});

test("once signed in, the sign-in page goes on to where the person wanted to be", async () => {
  const backend = simulateBackend();
  renderRoute({
    path: "/sign-in",
    at: "/sign-in?next=%2Fsettings",
    element: <SignInPage />,
    routes: [guarded],
  });
  await screen.findByRole("heading", { name: "Welcome back" });
  await backend.signIn({ username: "mira" });
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeInTheDocument();
});

test("a wrong password is said above the button, and the fields keep their values", async () => {
  const backend = simulateBackend();
  backend.on("POST /auth/v1/token", {
    status: 400,
    json: { code: 400, error_code: "invalid_credentials", msg: "Invalid login credentials" },
  });
  const { user } = renderRoute({ path: "/sign-in", element: <SignInPage /> });
  await user.type(await screen.findByLabelText("Email"), "mira@example.com");
  await user.type(screen.getByLabelText("Password"), "wrong password");
  await user.click(screen.getByRole("button", { name: "Log in" }));
  expect(await screen.findByText(/password is not right/)).toBeInTheDocument();
  expect(screen.getByLabelText("Email")).toHaveValue("mira@example.com");
});

test("the password can be made visible", async () => {
  simulateBackend();
  const { user } = renderRoute({ path: "/sign-in", element: <SignInPage /> });
  const password = await screen.findByLabelText("Password");
  expect(password).toHaveAttribute("type", "password");
  await user.click(screen.getByRole("button", { name: "Show characters" }));
  expect(password).toHaveAttribute("type", "text");
});

test.each([
  ["/settings/profile", "/settings/profile"],
  ["/search?q=a", "/search?q=a"],
  [null, "/"],
  ["settings", "/"],
  ["https://evil.example/x", "/"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("the parameter %j leads to %j", (value, path) => {
  expect(safeNext(value)).toBe(path);
});
