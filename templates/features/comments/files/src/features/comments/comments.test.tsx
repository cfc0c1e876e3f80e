import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { CommentsButton } from "@/features/comments/comments-button";
import { timeAgo } from "@/features/comments/time-ago";
import { COMMENT_MAX_LENGTH } from "@/features/comments/types";
import { toVideo } from "@/features/videos/types";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
import { MIRA, simulatedVideo } from "@/test/simulated-video";

const LEO = { ...MIRA, id: "33333333-3333-4333-8333-333333333333", username: "leo" };
const video = { ...simulatedVideo(), comment_count: 2 };

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  backend = simulateBackend();
  backend.on("GET /rest/v1/profiles", [MIRA]);
  backend.on("GET /rest/v1/videos", [{ comment_count: 2 }]);
});

interface RowOptions {
  number: number;
  body: string;
  author?: typeof MIRA;
  parentId?: string;
  replies?: number;
}

function row({ number, body, author = LEO, parentId, replies = 0 }: RowOptions) {
  const digits = String(number).padStart(2, "0");
  return {
    id: `44444444-4444-4444-8444-4444444444${digits}`,
    video_id: video.id,
    author_id: author.id,
    author,
    parent_id: parentId ?? null,
    body,
    reply_count: replies,
    created_at: `2026-01-02T03:04:${digits}+00:00`,
    updated_at: `2026-01-02T03:04:${digits}+00:00`,
  };
}

const question = row({ number: 9, body: "How cold was it?", replies: 1 });
const answer = row({ number: 10, body: "Very.", author: MIRA, parentId: question.id });
const praise = row({ number: 8, body: "So green!", author: MIRA });

/** Answers for the thread of the video and for the replies to the question. */
function simulateThreads(comments = [question, praise], replies = [answer]) {
  backend.on("GET /rest/v1/comments", ({ query }) => ({
    json: query.get("parent_id") === "is.null" ? comments : replies,
  }));
}

async function openComments() {
  const page = renderRoute({
    path: "/",
    element: <CommentsButton video={toVideo(video as Parameters<typeof toVideo>[0])} />,
    routes: [{ path: "/sign-in", element: <p>Sign-in page</p> }],
  });
  await page.user.click(screen.getByRole("button", { name: "Comments" }));
  return page;
}

const commentOf = (body: string) => {
  const article = screen.getByText(body).closest("article");
  if (article === null) throw new Error(`"${body}" is in no comment.`);
  return within(article);
};

test("shows comments, and replies when asked for", async () => {
  simulateThreads();
  const { user } = await openComments();
  expect(await screen.findByText("How cold was it?")).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "2 comments" })).toBeInTheDocument();
  expect(screen.queryByText("Very.")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show 1 reply" }));
  expect(await screen.findByText("Very.")).toBeInTheDocument();
});

test("loads older comments from where the page ended", async () => {
  const page = Array.from({ length: 20 }, (_, index) =>
    row({ number: 40 - index, body: `Comment ${index}` }),
  );
  backend.on("GET /rest/v1/comments", ({ query }) => ({
    json: query.has("or") ? [praise] : page,
  }));
  const { user } = await openComments();
  await user.click(await screen.findByRole("button", { name: "More comments" }));
  expect(await screen.findByText("So green!")).toBeInTheDocument();
  const query = backend.requestsTo("GET /rest/v1/comments")[1]?.query;
  const last = page[19];
  expect(query?.get("created_at")).toBe(`lte.${last?.created_at}`);
  expect(query?.get("or")).toBe(`(created_at.lt."${last?.created_at}",id.lt.${last?.id})`);
});

test("a comment appears at once and is counted", async () => {
  await backend.signIn({ id: MIRA.id });
  simulateThreads();
  backend.on("POST /rest/v1/comments", { status: 201 });
  const { user } = await openComments();
  await screen.findByText("So green!");
  await user.type(screen.getByLabelText("Add a comment"), "  Lovely {Enter}");
  expect(await screen.findByText("Lovely")).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "3 comments" })).toBeInTheDocument();
  expect(screen.getByLabelText("Add a comment")).toHaveValue("");
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/comments")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/comments")[0]?.body).toMatchObject({
    video_id: video.id,
    parent_id: null,
    author_id: MIRA.id,
    body: "Lovely",
  });
});

test("a comment that cannot be saved is taken away, and the reason is said", async () => {
  await backend.signIn({ id: MIRA.id });
  simulateThreads();
  backend.fails("POST /rest/v1/comments");
  const { user } = await openComments();
  await screen.findByText("So green!");
  await user.type(screen.getByLabelText("Add a comment"), "Lovely{Enter}");
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  expect(screen.queryByText("Lovely")).toBeNull();
  expect(screen.getByRole("heading", { name: "2 comments" })).toBeInTheDocument();
});

test("a reply to a reply joins the same thread and names whom it answers", async () => {
  await backend.signIn({ id: LEO.id });
  simulateThreads();
  backend.on("POST /rest/v1/comments", { status: 201 });
  const { user } = await openComments();
  await user.click(await screen.findByRole("button", { name: "Show 1 reply" }));
  await screen.findByText("Very.");
  await user.click(commentOf("Very.").getByRole("button", { name: "Reply" }));
  expect(screen.getByText("Replying to @mira")).toBeInTheDocument();
  await user.type(screen.getByLabelText("Add a reply"), "Brr{Enter}");
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/comments")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/comments")[0]?.body).toMatchObject({
    parent_id: question.id,
    body: "@mira Brr",
  });
});

test("people delete their own comments, after a question", async () => {
  await backend.signIn({ id: MIRA.id });
  simulateThreads();
  backend.on("DELETE /rest/v1/comments", { status: 204 });
  const { user } = await openComments();
  await screen.findByText("So green!");
  expect(commentOf("How cold was it?").queryByRole("button", { name: "Delete" })).toBeNull();
  await user.click(commentOf("So green!").getByRole("button", { name: "Delete" }));
  await user.click(screen.getByRole("button", { name: "Delete for everybody" }));
  await waitFor(() => expect(screen.queryByText("So green!")).toBeNull());
  expect(screen.getByRole("heading", { name: "1 comment" })).toBeInTheDocument();
  expect(backend.requestsTo("DELETE /rest/v1/comments")[0]?.query.get("id")).toBe(
    `eq.${praise.id}`,
  );
});

test("nothing to send, nothing is sent; nothing longer than allowed can be typed", async () => {
  await backend.signIn({ id: MIRA.id });
  simulateThreads([]);
  const { user } = await openComments();
  expect(await screen.findByText("No comments yet")).toBeInTheDocument();
  const field = screen.getByLabelText("Add a comment");
  await user.type(field, "   {Enter}");
  expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  expect(field).toHaveAttribute("maxlength", String(COMMENT_MAX_LENGTH));
  expect(backend.requestsTo("POST /rest/v1/comments")).toHaveLength(0);
});

test("comments that cannot be loaded can be tried again", async () => {
  backend.fails("GET /rest/v1/comments");
  const { user } = await openComments();
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  simulateThreads();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("So green!")).toBeInTheDocument();
});

test("visitors read, and log in to write", async () => {
  simulateThreads();
  const { user, router } = await openComments();
  expect(await screen.findByText("So green!")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Log in to comment" }));
  expect(router.state.location.pathname).toBe("/sign-in");
});

test("says how long ago something was", () => {
  const now = Date.parse("2026-03-10T12:00:00Z");
  const cases = { "11:59:30": "now", "11:55:00": "5m", "09:00:00": "3h" };
  for (const [time, text] of Object.entries(cases)) {
    expect(timeAgo(`2026-03-10T${time}Z`, now)).toBe(text);
  }
  expect(timeAgo("2026-03-05T12:00:00Z", now)).toBe("5d");
  expect(timeAgo("2026-01-05T12:00:00Z", now)).toBe("Jan 5, 2026");
});
