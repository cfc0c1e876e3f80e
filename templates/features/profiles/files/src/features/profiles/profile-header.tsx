import { avatarGradient } from "@/components/ui/avatar";
import { ButtonLink } from "@/components/ui/button";
import { useSession } from "@/features/auth/session";
import { ProfileAvatar } from "@/features/profiles/profile-avatar";
import { profileName, type Profile } from "@/features/profiles/types";

/** The person: picture, names, bio, numbers, and what can be done. */
export function ProfileHeader({ profile }: { profile: Profile }) {
  return (
    <header className="border-b border-line">
      <div
        aria-hidden
        style={{ backgroundImage: avatarGradient(profileName(profile)) }}
        className="h-28 sm:h-36"
      >
        <div className="h-full bg-linear-to-t from-canvas/70 to-transparent" />
      </div>
      <div className="relative mx-auto flex max-w-6xl flex-col gap-4 px-4 pb-6 sm:px-6">
        <div className="-mt-14 flex flex-wrap items-end justify-between gap-4">
          <div className="rounded-full bg-canvas p-1">
            <ProfileAvatar profile={profile} size="huge" />
          </div>
          <ProfileActions profile={profile} />
        </div>
        <div>
          <h1 className="text-2xl font-extrabold tracking-tight break-words sm:text-3xl">
            {profileName(profile)}
          </h1>
          <p className="text-muted">@{profile.username}</p>
        </div>
        {profile.bio !== "" && (
          <p className="max-w-prose break-words whitespace-pre-line">{profile.bio}</p>
        )}
        {/* @if slot profile.stats */}
        <ul aria-label="Numbers" className="flex flex-wrap gap-x-6 gap-y-2 text-muted">
          {/* @slot profile.stats */}
        </ul>
        {/* @end */}
      </div>
    </header>
  );
}

function ProfileActions({ profile }: { profile: Profile }) {
  const { user, isLoading } = useSession();
  if (isLoading) return null;
  if (user?.id === profile.id) {
    return (
      <ButtonLink to="/settings/profile" variant="secondary">
        Edit profile
      </ButtonLink>
    );
  }
  // @if slot profile.actions
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      {/* @slot profile.actions */}
    </div>
  );
  // @else
  return null;
  // @end
}
