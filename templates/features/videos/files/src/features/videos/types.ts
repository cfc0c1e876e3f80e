import type { ProfileSummary } from "@/features/profiles/types";
import type { Database } from "@/lib/database.types";
import { supabase } from "@/lib/supabase";

type VideoRow = Database["public"]["Tables"]["videos"]["Row"];

/** A video with the person who shared it and the addresses of its files. */
export type Video = VideoRow & {
  readonly author: ProfileSummary;
  readonly url: string;
  readonly thumbnailUrl: string;
};

/** The columns that make a `Video`, for a select on `videos`. */
export const videoSelect =
  "*, author:profiles!videos_author_id_fkey(id, username, display_name, avatar_path)";

/** A row that was read with `videoSelect`. */
export function toVideo(row: VideoRow & { author: ProfileSummary }): Video {
  return {
    ...row,
    url: publicUrl("videos", row.video_path),
    thumbnailUrl: publicUrl("thumbnails", row.thumbnail_path),
  };
}

/** Where a video has its page. */
export function videoPath(video: Pick<Video, "id">): string {
  return `/v/${video.id}`;
}

/** What to call a video in texts for screen readers. */
export function videoLabel({ caption, author }: Pick<Video, "caption" | "author">): string {
  return caption === "" ? `Video by @${author.username}` : caption;
}

function publicUrl(bucket: "videos" | "thumbnails", path: string): string {
  return supabase.storage.from(bucket).getPublicUrl(path).data.publicUrl;
}
