import { toVideo, videoSelect, type Video } from "@/features/videos/types";
import type { Database } from "@/lib/database.types";
import { supabase } from "@/lib/supabase";

type NewVideo = Database["public"]["Tables"]["videos"]["Insert"];

export const PAGE_SIZE = 12;

export const videoKeys = {
  all: ["videos"] as const,
  one: (id: string) => ["videos", "one", id] as const,
  byAuthor: (authorId: string) => ["videos", "author", authorId] as const,
};

/** The last video of a page; the next page starts after it. */
export type VideoCursor = Pick<Video, "created_at" | "id">;

/** Where the page after this one starts; null when this one was the last. */
export function cursorAfter(page: readonly Video[]): VideoCursor | null {
  const last = page.at(-1);
  return last === undefined || page.length < PAGE_SIZE ? null : last;
}

/**
 * The filter for what comes after a cursor, newest first; it needs `created_at <= cursor` beside it,
 * from which Postgres sees that it can start in the middle of the index.
 */
export function olderThan({ created_at: time, id }: VideoCursor): string {
  return `created_at.lt."${time}",id.lt.${id}`;
}

// @if feature feed
/** A page of everybody's videos, newest first. */
export async function fetchNewestVideos(cursor: VideoCursor | null): Promise<Video[]> {
  const { data, error } = await newestVideos(cursor);
  if (error) throw error;
  return data.map(toVideo);
}
// @end

/** A page of one person's videos, newest first. */
export async function fetchVideosBy(
  authorId: string,
  cursor: VideoCursor | null,
): Promise<Video[]> {
  const { data, error } = await newestVideos(cursor).eq("author_id", authorId);
  if (error) throw error;
  return data.map(toVideo);
}

function newestVideos(cursor: VideoCursor | null) {
  const query = supabase
    .from("videos")
    .select(videoSelect)
    .order("created_at", { ascending: false })
    .order("id", { ascending: false })
    .limit(PAGE_SIZE);
  if (cursor === null) return query;
  return query.lte("created_at", cursor.created_at).or(olderThan(cursor));
}

/** Null when there is no such video. */
export async function fetchVideo(id: string): Promise<Video | null> {
  const { data, error } = await supabase
    .from("videos")
    .select(videoSelect)
    .eq("id", id)
    .maybeSingle();
  if (error) throw error;
  return data === null ? null : toVideo(data);
}

/** Shares a video whose files are stored. Resolves to its id. */
export async function insertVideo(video: NewVideo): Promise<string> {
  const { data, error } = await supabase.from("videos").insert(video).select("id").single();
  if (error) throw error;
  return data.id;
}

/** Deletes a video with its files. The row goes last: while it is there, a deletion that failed can be repeated. */
export async function deleteVideo(video: Video): Promise<void> {
  const removals = await Promise.all([
    supabase.storage.from("videos").remove([video.video_path]),
    supabase.storage.from("thumbnails").remove([video.thumbnail_path]),
  ]);
  for (const { error } of removals) if (error) throw error;
  const { error } = await supabase.from("videos").delete().eq("id", video.id);
  if (error) throw error;
}
