import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Profile } from "@/features/profiles/types";
import { ProfileVideos } from "@/features/videos/profile-videos";
import { VideoPage } from "@/features/videos/video-page";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
import { simulateMedia } from "@/test/simulated-media";
import { MIRA, simulatedVideo } from "@/test/simulated-video";

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  simulateMedia();
  backend = simulateBackend();
  // What stands beside a video asks for more than these tests are about.
  backend.on("GET /rest/v1/*", []);
});

const video = simulatedVideo();

function openVideo(id = video.id) {
  return renderRoute({
    path: "/v/:id",
    at: `/v/${id}`,
    element: <VideoPage />,
    routes: [{ path: "/u/:username", element: <p>Her profile</p> }],
  });
}

test("a video has a page with its author and caption", async () => {
  backend.on("GET /rest/v1/videos", [video]);
  openVideo();
  expect(await screen.findByRole("heading", { name: "Waves" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "@mira" })).toHaveAttribute("href", "/u/mira");
  expect(screen.getByLabelText<HTMLVideoElement>("Waves").src).toContain(
    `/storage/v1/object/public/videos/${video.video_path}`,
  );
  expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
});

test("a video that is gone, and an address that cannot be one, are said to be missing", async () => {
  backend.on("GET /rest/v1/videos", []);
  const { unmount } = openVideo();
  expect(await screen.findByText("This video is not here")).toBeInTheDocument();
  unmount();
  openVideo("nonsense");
  expect(screen.getByText("This video is not here")).toBeInTheDocument();
  expect(backend.requestsTo("GET /rest/v1/videos")).toHaveLength(1);
});

test("a page that cannot be loaded can be tried again", async () => {
  backend.fails("GET /rest/v1/videos");
  const { user } = openVideo();
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  backend.on("GET /rest/v1/videos", [video]);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Waves" })).toBeInTheDocument();
});

test("the author deletes a video with its files, after a question", async () => {
  await backend.signIn({ id: MIRA.id });
  backend.on("GET /rest/v1/videos", [video]);
  backend.on("DELETE /storage/v1/object/:bucket", []);
  backend.on("DELETE /rest/v1/videos", { status: 204 });
  const { user } = openVideo();
  await user.click(await screen.findByRole("button", { name: "Delete" }));
  expect(backend.requestsTo("DELETE /rest/v1/videos")).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: "Delete video" }));
  expect(await screen.findByText("Her profile")).toBeInTheDocument();
  expect(backend.requestsTo("DELETE /storage/v1/object/:bucket").map(({ body }) => body)).toEqual([
    { prefixes: [video.video_path] },
    { prefixes: [video.thumbnail_path] },
  ]);
  expect(backend.requestsTo("DELETE /rest/v1/videos")[0]?.query.get("id")).toBe(`eq.${video.id}`);
});

test("a video whose files cannot be deleted stays, so that it can be tried again", async () => {
  await backend.signIn({ id: MIRA.id });
  backend.on("GET /rest/v1/videos", [video]);
  backend.fails("DELETE /storage/v1/object/:bucket");
  const { user } = openVideo();
  await user.click(await screen.findByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Delete video" }));
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  expect(backend.requestsTo("DELETE /rest/v1/videos")).toHaveLength(0);
});

test("sharing copies the address where there is no share sheet", async () => {
  backend.on("GET /rest/v1/videos", [video]);
  const { user } = openVideo();
  const writeText = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(await screen.findByRole("button", { name: "Share" }));
  expect(await screen.findByText("Link copied.")).toBeInTheDocument();
  expect(writeText).toHaveBeenCalledWith(new URL(`/v/${video.id}`, location.href).href);
});

function openProfile() {
  const profile = MIRA as Profile;
  return renderRoute({ path: "/u/mira", element: <ProfileVideos profile={profile} /> });
}

test("a profile shows the person's videos page by page", async () => {
  const videos = Array.from({ length: 14 }, (_, index) =>
    simulatedVideo({ number: 20 - index, caption: `Clip ${index}` }),
  );
  backend.on("GET /rest/v1/videos", ({ query }) => ({
    json: query.has("or") ? videos.slice(12) : videos.slice(0, 12),
  }));
  const { user } = openProfile();
  expect(await screen.findAllByRole("img")).toHaveLength(12);
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await waitFor(() => expect(screen.getAllByRole("img")).toHaveLength(14));
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();

  const [first, second] = backend.requestsTo("GET /rest/v1/videos");
  const last = videos[11];
  expect(first?.query.get("author_id")).toBe(`eq.${MIRA.id}`);
  expect(first?.query.get("order")).toBe("created_at.desc,id.desc");
  expect(second?.query.get("created_at")).toBe(`lte.${last?.created_at}`);
  expect(second?.query.get("or")).toBe(`(created_at.lt."${last?.created_at}",id.lt.${last?.id})`);
});

test("a profile without videos says so, and invites its owner to upload one", async () => {
  const { unmount } = openProfile();
  expect(await screen.findByText("No videos yet")).toBeInTheDocument();
  unmount();
  await backend.signIn({ id: MIRA.id });
  openProfile();
  expect(await screen.findByRole("link", { name: "Upload a video" })).toBeInTheDocument();
});
