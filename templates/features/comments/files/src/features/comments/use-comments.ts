import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from "@tanstack/react-query";
import { toast } from "@/components/ui/toaster";
import {
  addComment,
  commentKeys,
  deleteComment,
  fetchCommentCount,
  fetchThread,
  type CommentCursor,
  type CommentPage,
  type Thread,
} from "@/features/comments/api";
import type { Comment } from "@/features/comments/types";
import type { ProfileSummary } from "@/features/profiles/types";
import type { Video } from "@/features/videos/types";
import { messageOf } from "@/lib/errors";

type CommentPages = InfiniteData<CommentPage, CommentCursor | null>;

/** The comments of a thread, as far as they are loaded. */
export function useThread(thread: Thread) {
  return useInfiniteQuery({
    queryKey: commentKeys.thread(thread),
    queryFn: ({ pageParam }) => fetchThread(thread, pageParam),
    initialPageParam: null as CommentCursor | null,
    getNextPageParam: (page) => page.next,
    select: toComments,
  });
}

/** A comment written here may come once more with the page it belongs to. */
function toComments(data: CommentPages): Comment[] {
  const comments = data.pages.flatMap((page) => page.comments);
  return [...new Map(comments.map((comment) => [comment.id, comment])).values()];
}

/** How many comments a video has: as the video says, until somebody has looked at them. */
export function useCommentCount(video: Video, { isOpen }: { isOpen: boolean }): number {
  const { data } = useQuery({
    queryKey: commentKeys.count(video.id),
    queryFn: () => fetchCommentCount(video.id),
    enabled: isOpen,
  });
  return data ?? video.comment_count;
}

interface NewComment {
  readonly thread: Thread;
  readonly body: string;
  readonly author: ProfileSummary;
}

/** Shows a comment at once and takes it away again when it cannot be saved. */
export function useAddComment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, thread, body, author }: NewComment & { id: string }) =>
      addComment({
        id,
        video_id: thread.videoId,
        parent_id: thread.parentId,
        author_id: author.id,
        body,
      }),
    onMutate: async ({ id, thread, body, author }) => {
      await queryClient.cancelQueries({ queryKey: commentKeys.thread(thread) });
      const now = new Date().toISOString();
      show(queryClient, {
        id,
        video_id: thread.videoId,
        parent_id: thread.parentId,
        author_id: author.id,
        author,
        body,
        reply_count: 0,
        created_at: now,
        updated_at: now,
      });
    },
    onSuccess: (_nothing, { thread }) => {
      // Replies that were on their way when this one was written do not have it.
      if (thread.parentId === null) return;
      void queryClient.invalidateQueries({ queryKey: commentKeys.thread(thread) });
    },
    onError: (error, { id, thread }) => {
      hide(queryClient, {
        id,
        reply_count: 0,
        video_id: thread.videoId,
        parent_id: thread.parentId,
      });
      toast(messageOf(error), { tone: "error" });
    },
  });
}

/** Takes a comment with its replies away at once and brings it back when it cannot be deleted. */
export function useDeleteComment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (comment: Comment) => deleteComment(comment.id),
    onMutate: async (comment) => {
      await queryClient.cancelQueries({ queryKey: commentKeys.video(comment.video_id) });
      hide(queryClient, comment);
    },
    onError: (error, comment) => {
      void queryClient.invalidateQueries({ queryKey: commentKeys.video(comment.video_id) });
      toast(messageOf(error), { tone: "error" });
    },
  });
}

function show(queryClient: QueryClient, comment: Comment) {
  const { video_id: videoId, parent_id: parentId } = comment;
  const isReply = parentId !== null;
  queryClient.setQueryData<CommentPages>(commentKeys.thread({ videoId, parentId }), (data) => {
    if (data === undefined) return data;
    const place = isReply ? data.pages.length - 1 : 0;
    const pages = data.pages.map((page, index) => {
      if (index !== place) return page;
      const comments = isReply ? [...page.comments, comment] : [comment, ...page.comments];
      return { ...page, comments };
    });
    return { ...data, pages };
  });
  count(queryClient, { videoId, parentId, change: 1 });
}

type Hidden = Pick<Comment, "id" | "video_id" | "parent_id" | "reply_count">;

function hide(queryClient: QueryClient, comment: Hidden) {
  const { id, video_id: videoId, parent_id: parentId } = comment;
  editComments(queryClient, { videoId, parentId }, (comments) =>
    comments.filter((other) => other.id !== id),
  );
  count(queryClient, { videoId, parentId, change: -1 - comment.reply_count });
}

/** Keeps the numbers beside the video and beside the comment that was answered. */
function count(
  queryClient: QueryClient,
  { videoId, parentId, change }: Thread & { change: number },
) {
  queryClient.setQueryData<number>(commentKeys.count(videoId), (data) =>
    data === undefined ? data : Math.max(0, data + change),
  );
  if (parentId === null) return;
  editComments(queryClient, { videoId, parentId: null }, (comments) =>
    comments.map((comment) =>
      comment.id === parentId
        ? { ...comment, reply_count: Math.max(0, comment.reply_count + change) }
        : comment,
    ),
  );
}

function editComments(
  queryClient: QueryClient,
  thread: Thread,
  edit: (comments: readonly Comment[]) => readonly Comment[],
) {
  queryClient.setQueryData<CommentPages>(commentKeys.thread(thread), (data) => {
    if (data === undefined) return data;
    const pages = data.pages.map((page) => ({ ...page, comments: edit(page.comments) }));
    return { ...data, pages };
  });
}
