import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { FollowButton } from "@/features/follows/follow-button";
import { FollowCounts } from "@/features/follows/follow-counts";
import type { Profile } from "@/features/profiles/types";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

const mira = {
  id: "11111111-1111-4111-8111-111111111111",
  username: "mira",
  display_name: "Mira Okafor",
  follower_count: 1500,
  following_count: 1,
};

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  backend = simulateBackend();
});

function openProfile() {
  const profile = mira as Profile;
  return renderRoute({
    path: "/u/mira",
    element: (
      <>
        <FollowButton profile={profile} />
        <ul>
          <FollowCounts profile={profile} />
        </ul>
      </>
    ),
    routes: [{ path: "/sign-in", element: <p>Sign-in page</p> }],
  });
}

/** What the list item says, the number included. */
const counts = () => screen.getAllByRole("listitem").map((item) => item.textContent);

async function openProfileSignedIn({ isFollowing }: { isFollowing: boolean }) {
  const { id } = await backend.signIn();
  const follows = isFollowing ? [{ follower_id: id }] : [];
  backend.on("GET /rest/v1/profiles", [{ id: mira.id, follower_count: 9, follows }]);
  const page = openProfile();
  await waitFor(() => expect(counts()[0]).toBe("9 followers"));
  return { ...page, userId: id };
}

test("a visitor sees the counts and is led to sign in and back", async () => {
  const { user, router } = openProfile();
  expect(counts()).toEqual(["1.5K followers", "1 following"]);
  await waitFor(async () => {
    await user.click(screen.getByRole("button", { name: "Follow" }));
    expect(router.state.location).toMatchObject({
      pathname: "/sign-in",
      search: "?next=%2Fu%2Fmira",
    });
  });
});

test("what several buttons must know is asked for with one request", async () => {
  const jonas = { ...mira, id: "22222222-2222-4222-8222-222222222222", username: "jonas" };
  const { id } = await backend.signIn();
  backend.on("GET /rest/v1/profiles", [
    { id: mira.id, follower_count: 9, follows: [] },
    { id: jonas.id, follower_count: 1, follows: [{ follower_id: id }, { follower_id: mira.id }] },
  ]);
  const buttons = [mira, jonas].map((profile) => (
    <FollowButton key={profile.id} profile={profile as Profile} />
  ));
  renderRoute({ path: "/", element: <>{buttons}</> });
  expect(await screen.findAllByRole("button", { name: "Following" })).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Follow" })).toBeInTheDocument();
  expect(backend.requestsTo("GET /rest/v1/profiles")).toHaveLength(1);
});

test("following is shown at once and counted", async () => {
  backend.on("POST /rest/v1/follows", { status: 201 });
  const { user, userId } = await openProfileSignedIn({ isFollowing: false });
  await user.click(screen.getByRole("button", { name: "Follow", pressed: false }));
  expect(screen.getByRole("button", { name: "Following", pressed: true })).toBeInTheDocument();
  expect(counts()[0]).toBe("10 followers");
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/follows")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/follows")[0]?.body).toEqual({
    follower_id: userId,
    followee_id: mira.id,
  });
});

test("unfollowing deletes only your own follow", async () => {
  backend.on("DELETE /rest/v1/follows", { status: 204 });
  const { user, userId } = await openProfileSignedIn({ isFollowing: true });
  await user.click(screen.getByRole("button", { name: "Following" }));
  expect(counts()[0]).toBe("8 followers");
  await waitFor(() => expect(backend.requestsTo("DELETE /rest/v1/follows")).toHaveLength(1));
  const query = backend.requestsTo("DELETE /rest/v1/follows")[0]?.query;
  expect(query?.get("follower_id")).toBe(`eq.${userId}`);
  expect(query?.get("followee_id")).toBe(`eq.${mira.id}`);
});

test("a follow that cannot be saved goes back, and says why", async () => {
  backend.fails("POST /rest/v1/follows");
  const { user } = await openProfileSignedIn({ isFollowing: false });
  await user.click(screen.getByRole("button", { name: "Follow" }));
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Follow", pressed: false })).toBeInTheDocument();
  expect(counts()[0]).toBe("9 followers");
});
