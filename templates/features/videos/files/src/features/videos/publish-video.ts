import { insertVideo } from "@/features/videos/api";
import type { VideoDetails } from "@/features/videos/read-video";
import { uploadObject } from "@/features/videos/upload-object";
import { extensionOf, videoType } from "@/features/videos/video-file";
import { supabase } from "@/lib/supabase";

interface PublishOptions {
  authorId: string;
  file: File;
  details: VideoDetails;
  caption: string;
  /** Told the part of the file that has been sent, from 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/** Uploads a video with its thumbnail and shares it, or leaves nothing behind. Resolves to the new video's id. */
export async function publishVideo(options: PublishOptions): Promise<string> {
  const { authorId, file, details, caption, onProgress, signal } = options;
  const type = videoType(file) ?? file.type;
  const name = `${authorId}/${crypto.randomUUID()}`;
  const videoPath = `${name}.${extensionOf(type)}`;
  const thumbnailType = details.thumbnail.type;
  const thumbnailPath = `${name}.${thumbnailType === "image/webp" ? "webp" : "jpg"}`;
  try {
    await uploadObject({
      bucket: "thumbnails",
      path: thumbnailPath,
      body: details.thumbnail,
      contentType: thumbnailType,
      signal,
    });
    await uploadObject({
      bucket: "videos",
      path: videoPath,
      body: file,
      contentType: type,
      onProgress,
      signal,
    });
    return await insertVideo({
      author_id: authorId,
      caption,
      video_path: videoPath,
      thumbnail_path: thumbnailPath,
      duration_ms: details.durationMs,
      width: details.width,
      height: details.height,
    });
  } catch (error) {
    // Neither call throws: why the upload failed matters more than what could not be tidied up.
    await supabase.storage.from("videos").remove([videoPath]);
    await supabase.storage.from("thumbnails").remove([thumbnailPath]);
    throw error;
  }
}
