import { act, fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useSession } from "@/features/auth/session";
import { UploadPage } from "@/features/videos/upload-page";
import {
  fileProblem,
  formatDuration,
  lengthProblem,
  VIDEO_MAX_MEGABYTES,
  VIDEO_MAX_SECONDS,
  videoType,
} from "@/features/videos/video-file";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
import { simulateMedia } from "@/test/simulated-media";

function videoFile({ name = "waves.mp4", type = "video/mp4", bytes = 10 } = {}) {
  const file = new File(["x".repeat(10)], name, { type });
  Object.defineProperty(file, "size", { value: bytes });
  return file;
}

test("only MP4, WebM and MOV files are videos", () => {
  expect(videoType(videoFile({ type: "video/webm;codecs=vp9" }))).toBe("video/webm");
  expect(videoType(videoFile({ name: "IMG_1.MOV", type: "" }))).toBe("video/quicktime");
  expect(videoType(videoFile({ name: "notes.mp4", type: "text/plain" }))).toBeNull();
  expect(fileProblem(videoFile({ name: "song.mp3", type: "audio/mpeg" }))).toContain("song.mp3");
});

test("a file may be as large and as long as the limits say, and no more", () => {
  const limit = VIDEO_MAX_MEGABYTES * 1_000_000;
  expect(fileProblem(videoFile({ bytes: limit }))).toBeNull();
  expect(fileProblem(videoFile({ bytes: limit + 1_000_000 }))).toContain(
    `up to ${VIDEO_MAX_MEGABYTES} MB`,
  );
  expect(fileProblem(videoFile({ bytes: 0 }))).toContain("empty");
  expect(lengthProblem(VIDEO_MAX_SECONDS * 1000 + 999)).toBeNull();
  expect(lengthProblem(VIDEO_MAX_SECONDS * 1000 + 1000)).toContain("Videos may take up to");
  expect(formatDuration(90_400)).toBe("1:30");
});

test("a file that is no video is refused with the reason", async () => {
  await openUploadPage();
  // The file dialog would not offer it, but it can be dropped.
  const files = [videoFile({ name: "notes.txt", type: "text/plain" })];
  fireEvent.change(screen.getByLabelText(/Choose a video/), { target: { files } });
  expect(await screen.findByRole("alert")).toHaveTextContent("“notes.txt” is not a video");
  expect(screen.getByRole("button", { name: "Post" })).toBeDisabled();
});

test("a video that is too long is refused", async () => {
  simulateMedia({ duration: VIDEO_MAX_SECONDS + 5 });
  const { user } = await openUploadPage();
  await user.upload(screen.getByLabelText(/Choose a video/), videoFile());
  expect(await screen.findByRole("alert")).toHaveTextContent("Videos may take up to");
});

test("a video that the browser cannot read is refused", async () => {
  simulateMedia({ isUnreadable: true });
  const { user } = await openUploadPage();
  await user.upload(screen.getByLabelText(/Choose a video/), videoFile());
  expect(await screen.findByRole("alert")).toHaveTextContent("cannot show this video");
});

test("posts a video: thumbnail, file with progress, row, and then its page", async () => {
  simulateMedia({ duration: 5 });
  const uploads = simulateUploads();
  const { backend, user, userId } = await openUploadPage();
  backend.on("POST /rest/v1/videos", { json: { id: "new" }, status: 201 });
  await user.upload(screen.getByLabelText(/Choose a video/), videoFile());
  await screen.findByLabelText("Preview");
  await user.type(screen.getByLabelText("Caption"), "  Waves ");
  await user.click(screen.getByRole("button", { name: "Post" }));

  await act(async () => (await uploads.next()).finish());
  const video = await uploads.next();
  act(() => video.progress(0.4));
  expect(screen.getByRole("progressbar", { name: "Upload" })).toHaveAttribute(
    "aria-valuenow",
    "40",
  );
  await act(async () => video.finish());

  expect(await screen.findByText("The new video")).toBeInTheDocument();
  expect(screen.getByText("Your video is online.")).toBeInTheDocument();
  expect(uploads.types).toEqual(["image/webp", "video/mp4"]);
  const [path] = uploads.paths.slice(-1);
  expect(path).toMatch(new RegExp(`^/storage/v1/object/videos/${userId}/[0-9a-f-]{36}\\.mp4$`));
  expect(backend.requestsTo("POST /rest/v1/videos")[0]?.body).toMatchObject({
    author_id: userId,
    caption: "Waves",
    duration_ms: 5000,
    width: 406,
    height: 720,
  });
});

test("a failure says why and leaves nothing behind", async () => {
  simulateMedia();
  const uploads = simulateUploads();
  const { backend, user } = await openUploadPage();
  backend.on("DELETE /storage/v1/object/:bucket", []);
  await user.upload(screen.getByLabelText(/Choose a video/), videoFile());
  await user.click(await enabledPost());
  await act(async () => (await uploads.next()).finish());
  const video = await uploads.next();
  await act(async () => video.refuse("The object exceeded the maximum allowed size"));

  expect(await screen.findByRole("alert")).toHaveTextContent("This file is too large.");
  const removed = backend.requestsTo("DELETE /storage/v1/object/:bucket");
  expect(removed.map(({ params }) => params.bucket)).toEqual(["videos", "thumbnails"]);
  expect(screen.getByRole("button", { name: "Post" })).toBeEnabled();
});

test("cancelling stops the upload without a complaint", async () => {
  simulateMedia();
  const uploads = simulateUploads();
  const { backend, user } = await openUploadPage();
  backend.on("DELETE /storage/v1/object/:bucket", []);
  await user.upload(screen.getByLabelText(/Choose a video/), videoFile());
  await user.click(await enabledPost());
  await uploads.next();
  await user.click(screen.getByRole("button", { name: "Cancel" }));

  expect(await enabledPost()).toBeInTheDocument();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(backend.requestsTo("DELETE /storage/v1/object/:bucket")).toHaveLength(2);
});

async function openUploadPage() {
  const backend = simulateBackend();
  const { id: userId } = await backend.signIn();
  const page = renderRoute({
    path: "/upload",
    element: <GuardedUploadPage />,
    routes: [{ path: "/v/:id", element: <p>The new video</p> }],
  });
  await screen.findByRole("heading", { name: "Upload a video" });
  return { ...page, backend, userId };
}

function GuardedUploadPage() {
  const { user } = useSession();
  return user === null ? null : <UploadPage />;
}

async function enabledPost() {
  await screen.findByLabelText("Preview");
  return screen.findByRole("button", { name: "Post" });
}

/** Stands in for XMLHttpRequest; each upload waits until the test decides how it goes. */
function simulateUploads() {
  const started: SimulatedUpload[] = [];
  class SimulatedUpload extends EventTarget {
    readonly upload = new EventTarget();
    readonly headers = new Map<string, string>();
    status = 0;
    responseText = "";
    path = "";
    open(_method: string, url: string) {
      this.path = new URL(url).pathname;
    }
    setRequestHeader(name: string, value: string) {
      this.headers.set(name, value);
    }
    send() {
      started.push(this);
    }
    abort() {
      this.dispatchEvent(new Event("abort"));
    }
    progress(part: number) {
      const detail = { lengthComputable: true, loaded: part * 100, total: 100 };
      this.upload.dispatchEvent(Object.assign(new Event("progress"), detail));
    }
    finish() {
      this.status = 200;
      this.dispatchEvent(new Event("load"));
    }
    refuse(message: string) {
      this.status = 400;
      this.responseText = JSON.stringify({ statusCode: "413", message });
      this.dispatchEvent(new Event("load"));
    }
  }
  vi.stubGlobal("XMLHttpRequest", SimulatedUpload);
  let taken = 0;
  return {
    /** The next upload, once it has been sent. */
    next: async () => {
      const upload = await vi.waitUntil(() => started[taken], { interval: 1 });
      taken += 1;
      return upload;
    },
    get types() {
      return started.map(({ headers }) => headers.get("content-type"));
    },
    get paths() {
      return started.map(({ path }) => path);
    },
  };
}
