import { act, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { FeedPage } from "@/features/feed/feed-page";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
import { isPlaying, simulateMedia } from "@/test/simulated-media";
import { simulatedVideo } from "@/test/simulated-video";

let backend: ReturnType<typeof simulateBackend>;
let observers: SimulatedObserver[];

/** Stands in for the browser's layout: the test says which item has come into view. */
class SimulatedObserver {
  readonly targets: Element[] = [];
  readonly report: IntersectionObserverCallback;
  constructor(report: IntersectionObserverCallback) {
    this.report = report;
    observers.push(this);
  }
  observe(target: Element) {
    this.targets.push(target);
  }
  disconnect() {
    this.targets.length = 0;
  }
}

beforeEach(() => {
  observers = [];
  vi.stubGlobal("IntersectionObserver", SimulatedObserver);
  simulateMedia();
  backend = simulateBackend();
});

/** Videos with the captions `Clip 0`, `Clip 1` ... in the order of the feed. */
function clips(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) =>
    simulatedVideo({ number: 60 - from - index, caption: `Clip ${from + index}` }),
  );
}

async function openFeed() {
  const page = renderRoute({
    path: "/",
    element: <FeedPage />,
    routes: [{ path: "/upload", element: <p>Upload page</p> }],
  });
  return page;
}

/** Brings an item into view, as scrolling does. */
async function scrollTo(index: number) {
  await act(async () => {
    for (const { targets, report } of observers) {
      const target = targets[index];
      if (target === undefined) continue;
      const entry = { isIntersecting: true, target } as Partial<IntersectionObserverEntry>;
      report([entry as IntersectionObserverEntry], {} as IntersectionObserver);
    }
  });
}

function playing() {
  return [...document.querySelectorAll("video")]
    .filter(isPlaying)
    .map((video) => video.getAttribute("aria-label"));
}

test("the video in view plays, and only those nearby are there", async () => {
  backend.on("GET /rest/v1/videos", clips(8));
  await openFeed();
  expect(await screen.findByRole("article", { name: "Clip 0" })).toBeInTheDocument();
  await waitFor(() => expect(playing()).toEqual(["Clip 0"]));
  expect(document.querySelectorAll("video")).toHaveLength(3);
  await scrollTo(4);
  expect(playing()).toEqual(["Clip 4"]);
  expect(
    [...document.querySelectorAll("video")].map((video) => video.getAttribute("aria-label")),
  ).toEqual(["Clip 2", "Clip 3", "Clip 4", "Clip 5", "Clip 6"]);
});

test("the next page is asked for before the end is reached", async () => {
  const [first, second] = [clips(12), clips(3, 12)];
  backend.on("GET /rest/v1/videos", ({ query }) => ({ json: query.has("or") ? second : first }));
  await openFeed();
  await screen.findByRole("article", { name: "Clip 0" });
  expect(backend.requestsTo("GET /rest/v1/videos")).toHaveLength(1);
  await scrollTo(8);
  expect(await screen.findByRole("article", { name: "Clip 14" })).toBeInTheDocument();
  const last = first[11];
  expect(backend.requests[1]?.query.get("created_at")).toBe(`lte.${last?.created_at}`);
  expect(backend.requests[1]?.query.get("or")).toContain(`id.lt.${last?.id}`);
  expect(screen.getByText("You have seen everything")).toBeInTheDocument();
});

test("a next page that fails can be tried again", async () => {
  const first = clips(12);
  backend.on("GET /rest/v1/videos", first);
  const { user } = await openFeed();
  await screen.findByRole("article", { name: "Clip 0" });
  backend.fails("GET /rest/v1/videos");
  await scrollTo(10);
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  backend.on("GET /rest/v1/videos", clips(1, 12));
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("article", { name: "Clip 12" })).toBeInTheDocument();
});

test("keys and buttons go to the next video and the one before", async () => {
  backend.on("GET /rest/v1/videos", clips(3));
  const { user } = await openFeed();
  const list = await screen.findByRole("feed");
  vi.spyOn(list, "clientHeight", "get").mockReturnValue(700);
  const scroll = vi.spyOn(list, "scrollTo");
  await scrollTo(1);
  await user.keyboard("j");
  await user.keyboard("{ArrowDown}");
  await user.click(screen.getByRole("button", { name: "Next video" }));
  await user.keyboard("k");
  await user.keyboard("{ArrowUp}");
  expect(scroll.mock.calls.map(([place]) => place)).toEqual(
    [1400, 1400, 1400, 0, 0].map((top) => ({ top })),
  );
});

test("whoever comes back from another page is where they were", async () => {
  backend.on("GET /rest/v1/videos", clips(8));
  const { router } = await openFeed();
  await screen.findByRole("article", { name: "Clip 0" });
  await scrollTo(5);
  await act(() => router.navigate("/upload"));
  await act(() => router.navigate(-1));
  await waitFor(() => expect(playing()).toEqual(["Clip 5"]));
  await act(() => router.navigate("/upload"));
  await act(() => router.navigate("/"));
  await waitFor(() => expect(playing()).toEqual(["Clip 0"]));
});

test("an empty feed leads to the upload page", async () => {
  backend.on("GET /rest/v1/videos", []);
  const { user } = await openFeed();
  await user.click(await screen.findByRole("link", { name: "Upload a video" }));
  expect(screen.getByText("Upload page")).toBeInTheDocument();
});

test("a feed that cannot be loaded can be tried again", async () => {
  backend.fails("GET /rest/v1/videos");
  const { user } = await openFeed();
  expect(await screen.findByText("The videos could not be loaded")).toBeInTheDocument();
  backend.on("GET /rest/v1/videos", clips(1));
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("article", { name: "Clip 0" })).toBeInTheDocument();
});
