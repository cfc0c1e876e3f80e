export const MIRA = {
  id: "11111111-1111-4111-8111-111111111111",
  username: "mira",
  display_name: "Mira Okafor",
  avatar_path: null,
};

interface SimulatedVideoOptions {
  /** Makes the id and the time: higher is newer. From 0 to 99. */
  number?: number;
  caption?: string;
}

/** A row of videos with its author, as the backend answers. */
export function simulatedVideo({ number = 1, caption = "Waves" }: SimulatedVideoOptions = {}) {
  const digits = String(number).padStart(2, "0");
  const time = `2026-01-02T03:00:00.0000${digits}+00:00`;
  return {
    id: `22222222-2222-4222-8222-2222222222${digits}`,
    author_id: MIRA.id,
    author: MIRA,
    caption,
    video_path: `${MIRA.id}/${digits}.mp4`,
    thumbnail_path: `${MIRA.id}/${digits}.webp`,
    duration_ms: 7000,
    width: 406,
    height: 720,
    created_at: time,
    updated_at: time,
  };
}
