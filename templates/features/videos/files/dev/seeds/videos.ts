import { VIDEO_MAX_SECONDS } from "../../src/features/videos/video-file.ts";
import type { Seeder } from "../seeder.ts";

interface SampleClip {
  readonly file: string;
  readonly type: "video/mp4" | "video/webm";
  readonly author: string;
  readonly caption: string;
  readonly seconds: number;
}

/** The last one is the first of the feed. */
const CLIPS: readonly SampleClip[] = [
  {
    file: "lava-lamp.mp4",
    type: "video/mp4",
    author: "leo",
    caption: "Found grandma’s lava lamp. Productivity is over.",
    seconds: 5,
  },
  {
    file: "city-lights.webm",
    type: "video/webm",
    author: "aiko",
    caption: "Shibuya out of focus, the way my eyes see it after midnight",
    seconds: 5,
  },
  {
    file: "orbits.mp4",
    type: "video/mp4",
    author: "jonas",
    caption: "Wrote a tiny solar system this weekend. Five planets, no gravity bugs left (I hope)",
    seconds: 6,
  },
  {
    file: "ocean-sunset.mp4",
    type: "video/mp4",
    author: "mira",
    caption: "Last swim of the year. Sound on for the waves.",
    seconds: 5,
  },
  {
    file: "neon-road.mp4",
    type: "video/mp4",
    author: "leo",
    caption: "Drive until the sun stops setting",
    seconds: 4,
  },
  {
    file: "aurora.mp4",
    type: "video/mp4",
    author: "mira",
    caption: "Three hours in the cold for five seconds of this. Worth it.",
    seconds: 5,
  },
];

const WIDTH = 406;
const HEIGHT = 720;

/** Shares the sample clips that are short enough. */
export async function seedVideos(seeder: Seeder): Promise<void> {
  const clips = CLIPS.filter(({ seconds }) => seconds <= VIDEO_MAX_SECONDS);
  // Together they would get their times in any order.
  for (const clip of clips) await share(clip, seeder);
}

async function share({ file, type, author, caption, seconds }: SampleClip, seeder: Seeder) {
  const poster = file.replace(/\.\w+$/, ".webp");
  const videoPath = `${seeder.idOf(author)}/${file}`;
  const thumbnailPath = `${seeder.idOf(author)}/${poster}`;
  const client = seeder.as(author);
  const uploads = await Promise.all([
    client.storage.from("videos").upload(videoPath, await seeder.file(file), { contentType: type }),
    client.storage
      .from("thumbnails")
      .upload(thumbnailPath, await seeder.file(poster), { contentType: "image/webp" }),
  ]);
  for (const { error } of uploads) if (error) throw error;
  const { error } = await client.from("videos").insert({
    author_id: seeder.idOf(author),
    caption,
    video_path: videoPath,
    thumbnail_path: thumbnailPath,
    duration_ms: seconds * 1000,
    width: WIDTH,
    height: HEIGHT,
  });
  if (error) throw error;
}
