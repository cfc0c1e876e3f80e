import { VideoPlayer } from "@/features/player/video-player";
import { ProfileAvatar } from "@/features/profiles/profile-avatar";
import { ProfileLink } from "@/features/profiles/profile-link";
import { profileName } from "@/features/profiles/types";
import { DeleteVideoButton } from "@/features/videos/delete-video-button";
import { ShareButton } from "@/features/videos/share-button";
import { videoLabel, type Video } from "@/features/videos/types";

interface VideoCardProps {
  video: Video;
  /** Plays while this is true. */
  isActive: boolean;
  preload?: "auto" | "metadata" | undefined;
}

/** A video with its author, caption and actions. Fills a phone; a tall stage with a rail beside it elsewhere. */
export function VideoCard({ video, isActive, preload }: VideoCardProps) {
  return (
    <div className="relative flex size-full items-end justify-center gap-5">
      <div className="relative h-full w-full overflow-hidden md:aspect-9/16 md:w-auto md:rounded-card">
        <VideoPlayer
          src={video.url}
          poster={video.thumbnailUrl}
          label={videoLabel(video)}
          width={video.width}
          height={video.height}
          isActive={isActive}
          preload={preload}
        />
        <div className="pointer-events-none absolute inset-x-0 top-0 h-28 bg-linear-to-b from-black/55 to-transparent md:hidden" />
        <Description video={video} />
      </div>
      <div className="absolute right-3 bottom-8 z-10 flex flex-col items-center gap-4 text-ink max-md:scheme-dark md:static md:w-14 md:pb-3">
        <ProfileLink
          profile={video.author}
          className="rounded-full ring-2 ring-white/80 md:ring-line"
        >
          <span className="sr-only">{profileName(video.author)}</span>
          <ProfileAvatar profile={video.author} size="medium" />
        </ProfileLink>
        {/* @slot video.actions */}
        <ShareButton video={video} />
        <DeleteVideoButton video={video} />
      </div>
    </div>
  );
}

function Description({ video }: { video: Video }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-0 bg-linear-to-t from-black/80 via-black/40 to-transparent px-4 pt-24 pb-7 text-white max-md:pr-20">
      <ProfileLink
        profile={video.author}
        className="pointer-events-auto font-bold text-shadow-sm hover:underline"
      >
        @{video.author.username}
      </ProfileLink>
      {video.caption !== "" && (
        <p className="mt-1 line-clamp-4 break-words whitespace-pre-line text-shadow-sm">
          {video.caption}
        </p>
      )}
    </div>
  );
}
