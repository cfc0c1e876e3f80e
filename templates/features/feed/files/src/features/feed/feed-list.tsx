import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import { FeedEnd } from "@/features/feed/feed-states";
import { useActiveItem } from "@/features/feed/use-active-item";
import { usePlace } from "@/features/feed/use-place";
import { useShortcuts } from "@/features/player/use-shortcuts";
import { videoLabel, type Video } from "@/features/videos/types";
import { VideoCard } from "@/features/videos/video-card";

/** Videos further away than this are not even loaded. */
const NEARBY = 2;
/** The next page is asked for when so many videos are left. */
const LOAD_AHEAD = 4;

interface FeedListProps {
  videos: readonly Video[];
  hasMore: boolean;
  /** Why the next page could not be loaded. */
  problem: string | null;
  onLoadMore: () => void;
}

/** A snap-scrolling list of which the video in view plays. */
export function FeedList({ videos, hasMore, problem, onLoadMore }: FeedListProps) {
  const list = useRef<HTMLDivElement>(null);
  const { startAt, remember } = usePlace(videos);
  const active = useActiveItem({ list, items: videos, startAt });
  const shown = videos[active];
  const isNearEnd = active >= videos.length - LOAD_AHEAD;

  useEffect(() => {
    if (isNearEnd && hasMore && problem === null) onLoadMore();
  }, [isNearEnd, hasMore, problem, onLoadMore]);

  useEffect(() => {
    if (shown !== undefined) remember(shown);
  }, [shown, remember]);

  const goTo = (index: number) => {
    const element = list.current;
    element?.scrollTo({ top: index * element.clientHeight });
  };
  const goBack = () => goTo(active - 1);
  const goOn = () => goTo(active + 1);
  useShortcuts({ ArrowUp: goBack, k: goBack, ArrowDown: goOn, j: goOn }, { isEnabled: true });

  return (
    <>
      <div
        ref={list}
        role="feed"
        aria-label="Videos"
        className="h-full snap-y snap-mandatory overflow-y-auto overscroll-contain scroll-smooth [scrollbar-width:none]"
      >
        {videos.map((video, index) => (
          <FeedItem key={video.id} label={videoLabel(video)}>
            {Math.abs(index - active) <= NEARBY && (
              <VideoCard
                video={video}
                isActive={index === active}
                preload={index === active || index === active + 1 ? "auto" : "metadata"}
              />
            )}
          </FeedItem>
        ))}
        <FeedItem label="End of the feed">
          <div className="grid size-full place-items-center">
            {problem !== null ? (
              <ErrorState message={problem} onRetry={onLoadMore} />
            ) : hasMore ? (
              <Spinner label="Loading more videos" className="size-8 text-muted" />
            ) : (
              <FeedEnd onBackToTop={() => goTo(0)} />
            )}
          </div>
        </FeedItem>
      </div>
      <div className="absolute right-6 bottom-1/2 z-10 hidden translate-y-1/2 flex-col gap-3 md:flex">
        <IconButton
          label="Previous video"
          size="large"
          disabled={active === 0}
          onClick={goBack}
          className="bg-raised"
        >
          <ChevronUp />
        </IconButton>
        <IconButton
          label="Next video"
          size="large"
          disabled={active >= videos.length}
          onClick={goOn}
          className="bg-raised"
        >
          <ChevronDown />
        </IconButton>
      </div>
    </>
  );
}

function FeedItem({ label, children }: { label: string; children: ReactNode }) {
  return (
    <article
      aria-label={label}
      className="h-full snap-start snap-always md:pt-[var(--feed-top,1.5rem)] md:pb-6"
    >
      {children}
    </article>
  );
}
