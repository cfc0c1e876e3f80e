import { useInfiniteQuery } from "@tanstack/react-query";
import { Clapperboard } from "lucide-react";
import { Link } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { useSession } from "@/features/auth/session";
import type { Profile } from "@/features/profiles/types";
import { cursorAfter, fetchVideosBy, videoKeys, type VideoCursor } from "@/features/videos/api";
import { videoLabel, videoPath, type Video } from "@/features/videos/types";
import { formatDuration } from "@/features/videos/video-file";
import { messageOf } from "@/lib/errors";

/** How many videos somebody has shared. */
export function VideoCount({ profile }: { profile: Profile }) {
  const count = profile.video_count;
  return (
    <li>
      <strong className="text-ink">{count}</strong> {count === 1 ? "video" : "videos"}
    </li>
  );
}

/** The videos that somebody has shared, newest first. */
export function ProfileVideos({ profile }: { profile: Profile }) {
  return (
    <section aria-labelledby="profile-videos">
      <h2 id="profile-videos" className="mb-3 text-lg font-bold">
        Videos
      </h2>
      <Videos profile={profile} />
    </section>
  );
}

function Videos({ profile }: { profile: Profile }) {
  const query = useInfiniteQuery({
    queryKey: videoKeys.byAuthor(profile.id),
    queryFn: ({ pageParam }) => fetchVideosBy(profile.id, pageParam),
    initialPageParam: null as VideoCursor | null,
    getNextPageParam: cursorAfter,
  });
  if (query.isPending) return <LoadingGrid />;
  if (query.isError && query.data === undefined) {
    return <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  const videos = query.data.pages.flat();
  if (videos.length === 0) return <NoVideos profile={profile} />;
  return (
    <>
      <ul className={gridClass}>
        {videos.map((video) => (
          <li key={video.id}>
            <Tile video={video} />
          </li>
        ))}
      </ul>
      {query.isFetchNextPageError && (
        <p role="alert" className="mt-4 text-center text-danger">
          {messageOf(query.error)}
        </p>
      )}
      {query.hasNextPage && (
        <div className="mt-6 text-center">
          <Button
            variant="secondary"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

const gridClass = "grid grid-cols-3 gap-1.5 md:grid-cols-4 md:gap-3 lg:grid-cols-5";

function Tile({ video }: { video: Video }) {
  return (
    <Link
      to={videoPath(video)}
      className="group scheme-dark relative block aspect-9/16 overflow-hidden rounded-control bg-raised"
    >
      <img
        src={video.thumbnailUrl}
        alt={videoLabel(video)}
        loading="lazy"
        className="size-full object-cover transition duration-300 group-hover:scale-105"
      />
      <span className="absolute inset-x-0 bottom-0 flex items-center gap-3 bg-linear-to-t from-black/80 to-transparent px-2.5 pt-8 pb-2 text-sm font-semibold text-white">
        {/* @slot video.tile */}
        <span className="ml-auto tabular-nums">{formatDuration(video.duration_ms)}</span>
      </span>
    </Link>
  );
}

function NoVideos({ profile }: { profile: Profile }) {
  const { user } = useSession();
  if (user?.id !== profile.id) {
    return <EmptyState icon={Clapperboard} title="No videos yet" />;
  }
  return (
    <EmptyState
      icon={Clapperboard}
      title="Share your first video"
      action={<ButtonLink to="/upload">Upload a video</ButtonLink>}
    >
      It appears here, for everybody to see.
    </EmptyState>
  );
}

function LoadingGrid() {
  return (
    <div role="status" className={gridClass}>
      <span className="sr-only">Loading videos</span>
      {[1, 2, 3].map((tile) => (
        <Skeleton key={tile} className="aspect-9/16" />
      ))}
    </div>
  );
}
