import type { User } from "@supabase/supabase-js";
import { Skeleton } from "@/components/ui/skeleton";
import { ProfileAvatar } from "@/features/profiles/profile-avatar";
import { ProfileLink } from "@/features/profiles/profile-link";
import { profileName } from "@/features/profiles/types";
import { useMyProfile } from "@/features/profiles/use-profile";

/** Who is signed in, as a link to their profile. */
export function AccountIdentity({ user }: { user: User }) {
  const { data: profile, isPending } = useMyProfile();
  if (isPending) return <Skeleton className="h-14" />;
  if (profile == null) return <p className="truncate px-2 text-sm text-muted">{user.email}</p>;
  return (
    <ProfileLink
      profile={profile}
      className="flex items-center gap-3 rounded-control p-2 transition hover:bg-raised"
    >
      <ProfileAvatar profile={profile} />
      <span className="min-w-0">
        <span className="block truncate font-semibold">{profileName(profile)}</span>
        <span className="block truncate text-sm text-muted">@{profile.username}</span>
      </span>
    </ProfileLink>
  );
}
