import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { LikeButton } from "@/features/likes/like-button";
import { toVideo } from "@/features/videos/types";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
import { simulatedVideo } from "@/test/simulated-video";

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  backend = simulateBackend();
});

function row(number: number, likeCount: number) {
  return { ...simulatedVideo({ number }), like_count: likeCount };
}

/** A page with the hearts of two videos that 1,200 and 5 people like. */
function openPage() {
  const button = (video: ReturnType<typeof row>) => (
    <LikeButton video={toVideo(video as Parameters<typeof toVideo>[0])} />
  );
  return renderRoute({
    path: "/",
    element: (
      <>
        {button(row(1, 1200))}
        {button(row(2, 5))}
      </>
    ),
    routes: [{ path: "/sign-in", element: <p>Sign-in page</p> }],
  });
}

/** Signed in, with the second video liked. */
async function openPageSignedIn() {
  const { id } = await backend.signIn();
  backend.on("GET /rest/v1/videos", [
    { id: row(1, 1200).id, like_count: 1200, likes: [] },
    { id: row(2, 5).id, like_count: 5, likes: [{ user_id: id }] },
  ]);
  const page = openPage();
  await screen.findByRole("button", { name: "Like", pressed: true });
  return { ...page, userId: id };
}

const hearts = () => screen.getAllByRole("button", { name: "Like" });

test("shows how many like a video and whether you do, with one request for all", async () => {
  await openPageSignedIn();
  expect(screen.getByText("1.2K")).toBeInTheDocument();
  expect(hearts().map((heart) => heart.getAttribute("aria-pressed"))).toEqual(["false", "true"]);
  expect(backend.requestsTo("GET /rest/v1/videos")).toHaveLength(1);
});

test("a like is shown before the server has answered", async () => {
  const { user, userId } = await openPageSignedIn();
  const { promise, resolve } = Promise.withResolvers<{ status: number }>();
  backend.on("POST /rest/v1/likes", () => promise);
  const [first] = hearts();
  if (first) await user.click(first);
  expect(first).toHaveAttribute("aria-pressed", "true");
  resolve({ status: 201 });
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/likes")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/likes")[0]?.body).toEqual({
    user_id: userId,
    video_id: row(1, 0).id,
  });
});

test("taking a like back counts down and deletes only your own", async () => {
  backend.on("DELETE /rest/v1/likes", { status: 204 });
  const { user, userId } = await openPageSignedIn();
  const second = hearts()[1];
  if (second) await user.click(second);
  expect(screen.getByText("4")).toBeInTheDocument();
  await waitFor(() => expect(backend.requestsTo("DELETE /rest/v1/likes")).toHaveLength(1));
  const query = backend.requestsTo("DELETE /rest/v1/likes")[0]?.query;
  expect(query?.get("user_id")).toBe(`eq.${userId}`);
  expect(query?.get("video_id")).toBe(`eq.${row(2, 0).id}`);
});

test("a like that cannot be saved goes back, and says why", async () => {
  backend.fails("DELETE /rest/v1/likes");
  const { user } = await openPageSignedIn();
  const second = hearts()[1];
  if (second) await user.click(second);
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  expect(second).toHaveAttribute("aria-pressed", "true");
  expect(screen.getByText("5")).toBeInTheDocument();
});

test("a like that is there already is no failure", async () => {
  backend.on("POST /rest/v1/likes", { status: 409, json: { code: "23505", message: "duplicate" } });
  const { user } = await openPageSignedIn();
  const [first] = hearts();
  if (first) await user.click(first);
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/likes")).toHaveLength(1));
  expect(first).toHaveAttribute("aria-pressed", "true");
});

test("a visitor sees the count and is led to sign in", async () => {
  const { user, router } = openPage();
  expect(screen.getByText("1.2K")).toBeInTheDocument();
  await waitFor(async () => {
    const [first] = hearts();
    if (first) await user.click(first);
    expect(router.state.location.pathname).toBe("/sign-in");
  });
  expect(backend.requests).toHaveLength(0);
});
