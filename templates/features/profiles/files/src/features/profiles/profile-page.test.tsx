import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { MyProfilePage } from "@/features/profiles/my-profile-page";
import { ProfilePage } from "@/features/profiles/profile-page";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

const mira = {
  id: "11111111-1111-4111-8111-111111111111",
  username: "Mira",
  username_lower: "mira",
  display_name: "Mira Okafor",
  bio: "Slow mornings, fast bikes.",
  avatar_path: null,
  // @if feature follows
  follower_count: 2,
  following_count: 1,
  // @end
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  backend = simulateBackend();
  backend.on("GET /rest/v1/*", []);
  backend.on("GET /rest/v1/profiles", [mira]);
});

function openProfile(username: string) {
  return renderRoute({
    path: "/u/:username",
    at: `/u/${username}`,
    element: <ProfilePage />,
    routes: [{ path: "/me", element: <MyProfilePage /> }],
  });
}

test("shows the person, whatever the case of the username in the address", async () => {
  openProfile("MIRA");
  expect(await screen.findByRole("heading", { name: "Mira Okafor" })).toBeInTheDocument();
  expect(screen.getByText("@Mira")).toBeInTheDocument();
  expect(screen.getByText("Slow mornings, fast bikes.")).toBeInTheDocument();
  const [request] = backend.requestsTo("GET /rest/v1/profiles");
  expect(request?.query.get("username_lower")).toBe("eq.mira");
  expect(screen.queryByRole("link", { name: "Edit profile" })).not.toBeInTheDocument();
});

test("your own profile can be edited", async () => {
  await backend.signIn({ id: mira.id });
  openProfile("mira");
  expect(await screen.findByRole("link", { name: "Edit profile" })).toHaveAttribute(
    "href",
    "/settings/profile",
  );
});

test("an unknown username is said", async () => {
  backend.on("GET /rest/v1/profiles", []);
  openProfile("nobody");
  expect(
    await screen.findByRole("heading", { name: "There is nobody called @nobody" }),
  ).toBeInTheDocument();
});

test("a profile that cannot be loaded can be asked for again", async () => {
  backend.fails("GET /rest/v1/profiles");
  const { user } = openProfile("mira");
  expect(await screen.findByRole("alert")).toHaveTextContent("could not reach the server");
  backend.on("GET /rest/v1/profiles", [mira]);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Mira Okafor" })).toBeInTheDocument();
});

test("/me leads to the profile of whoever is signed in", async () => {
  await backend.signIn({ id: mira.id });
  const { router } = renderRoute({
    path: "/me",
    element: <MyProfilePage />,
    routes: [{ path: "/u/:username", element: <ProfilePage /> }],
  });
  expect(await screen.findByRole("heading", { name: "Mira Okafor" })).toBeInTheDocument();
  expect(router.state.location.pathname).toBe("/u/Mira");
  const [request] = backend.requestsTo("GET /rest/v1/profiles");
  expect(request?.query.get("id")).toBe(`eq.${mira.id}`);
});
