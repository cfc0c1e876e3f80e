import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { followingSource } from "@/features/follows/following-source";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
import { simulatedVideo } from "@/test/simulated-video";

const openEmptyFeed = () =>
  renderRoute({
    path: "/",
    element: <followingSource.Empty />,
    routes: [{ path: "/sign-in", element: <p>Sign-in page</p> }],
  });

test("asks for the videos of followed people, page by page", async () => {
  const backend = simulateBackend();
  const { id } = await backend.signIn();
  backend.on("GET /rest/v1/videos", [simulatedVideo({ number: 5 })]);
  const [video] = await followingSource.fetchPage(null);
  expect(video?.thumbnailUrl).toContain("/thumbnails/");
  if (video) await followingSource.fetchPage(video);
  const [first, second] = backend.requestsTo("GET /rest/v1/videos");
  expect(first?.query.get("author.follows.follower_id")).toBe(`eq.${id}`);
  expect(first?.query.has("or")).toBe(false);
  expect(second?.query.get("created_at")).toBe(`lte.${video?.created_at}`);
  expect(second?.query.get("or")).toContain(`id.lt.${video?.id}`);
});

test("a visitor follows nobody, and can log in", async () => {
  const backend = simulateBackend();
  expect(await followingSource.fetchPage(null)).toEqual([]);
  expect(backend.requests).toHaveLength(0);
  const { user } = openEmptyFeed();
  await user.click(await screen.findByRole("button", { name: "Log in" }));
  expect(screen.getByText("Sign-in page")).toBeInTheDocument();
});

test("who follows nobody learns how to", async () => {
  await simulateBackend().signIn();
  openEmptyFeed();
  expect(await screen.findByText("Nothing here yet")).toBeInTheDocument();
});
