import type { Comment } from "@/features/comments/types";
import { supabase } from "@/lib/supabase";

export const PAGE_SIZE = 20;

const commentSelect =
  "*, author:profiles!comments_author_id_fkey(id, username, display_name, avatar_path)";

/** A discussion: the comments on a video, or the replies to one of them. */
export interface Thread {
  readonly videoId: string;
  /** Null for the comments on the video itself. */
  readonly parentId: string | null;
}

/** Where the next page starts: after this comment. */
export type CommentCursor = Pick<Comment, "created_at" | "id">;

export interface CommentPage {
  readonly comments: readonly Comment[];
  /** Null on the last page. */
  readonly next: CommentCursor | null;
}

export const commentKeys = {
  video: (videoId: string) => ["comments", videoId] as const,
  count: (videoId: string) => ["comments", videoId, "count"] as const,
  thread: ({ videoId, parentId }: Thread) => ["comments", videoId, "thread", parentId] as const,
};

/** A page of a thread. Comments come newest first, replies in the order in which they were written. */
export async function fetchThread(
  { videoId, parentId }: Thread,
  cursor: CommentCursor | null,
): Promise<CommentPage> {
  const ascending = parentId !== null;
  const all = supabase
    .from("comments")
    .select(commentSelect)
    .eq("video_id", videoId)
    .order("created_at", { ascending })
    .order("id", { ascending })
    .limit(PAGE_SIZE);
  const thread = parentId === null ? all.is("parent_id", null) : all.eq("parent_id", parentId);
  if (cursor !== null) {
    const { created_at: time, id } = cursor;
    const side = ascending ? "gt" : "lt";
    // Implied by the filter below, and lets Postgres start in the middle of the index.
    thread.filter("created_at", `${side}e`, time);
    thread.or(`created_at.${side}."${time}",id.${side}.${id}`);
  }
  const { data, error } = await thread;
  if (error) throw error;
  const last = data.at(-1);
  return { comments: data, next: last === undefined || data.length < PAGE_SIZE ? null : last };
}

/** How many comments and replies a video has. */
export async function fetchCommentCount(videoId: string): Promise<number> {
  const { data, error } = await supabase
    .from("videos")
    .select("comment_count")
    .eq("id", videoId)
    .maybeSingle();
  if (error) throw error;
  return data?.comment_count ?? 0;
}

/** A comment that the server does not have yet. Its id is chosen here, so that it can be shown at once. */
export type NewComment = Pick<Comment, "id" | "video_id" | "author_id" | "parent_id" | "body">;

export async function addComment(comment: NewComment): Promise<void> {
  const { error } = await supabase.from("comments").insert(comment);
  if (error) throw error;
}

/** Deletes a comment with its replies. */
export async function deleteComment(id: string): Promise<void> {
  const { error } = await supabase.from("comments").delete().eq("id", id);
  if (error) throw error;
}
