import { EmptyFeed } from "@/features/feed/empty-feed";
import type { FeedSource } from "@/features/feed/types";
import { fetchNewestVideos } from "@/features/videos/api";

/** Everybody's videos, newest first. */
export const latestSource: FeedSource = {
  id: "latest",
  label: "For you",
  fetchPage: fetchNewestVideos,
  Empty: EmptyFeed,
};

// @if slot feed.tabs
export const feedSources: readonly FeedSource[] = [
  latestSource,
  // @slot feed.tabs
];
// @end
