import type { ComponentType } from "react";
import type { VideoCursor } from "@/features/videos/api";
import type { Video } from "@/features/videos/types";

/** A choice of videos that the feed can show. */
export interface FeedSource {
  /** Part of the address: `/?feed=latest`. */
  readonly id: string;
  /** On the tab. */
  readonly label: string;
  /** The page of videos after a cursor, the first one for null. */
  readonly fetchPage: (cursor: VideoCursor | null) => Promise<Video[]>;
  /** Shown when there are no videos. */
  readonly Empty: ComponentType;
}
