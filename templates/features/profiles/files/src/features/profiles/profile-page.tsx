import { UserX } from "lucide-react";
import { useParams } from "react-router";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { useTitle } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";
import { ProfileHeader } from "@/features/profiles/profile-header";
import { profileName, type Profile } from "@/features/profiles/types";
import { useProfile } from "@/features/profiles/use-profile";
import { messageOf } from "@/lib/errors";

export function ProfilePage() {
  const { username = "" } = useParams();
  const { data: profile, error, isPending, refetch } = useProfile(username);
  if (isPending) return <ProfileSkeleton />;
  if (error) {
    return (
      <ErrorState
        title="This profile could not be loaded"
        message={messageOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return profile === null ? <NobodyHere username={username} /> : <ProfileView profile={profile} />;
}

function ProfileView({ profile }: { profile: Profile }) {
  useTitle(`${profileName(profile)} (@${profile.username})`);
  return (
    <div className="animate-appear">
      <ProfileHeader profile={profile} />
      {/* @if slot profile.sections */}
      <div className="mx-auto flex max-w-6xl flex-col gap-8 px-4 py-6 sm:px-6">
        {/* @slot profile.sections */}
      </div>
      {/* @end */}
    </div>
  );
}

function NobodyHere({ username }: { username: string }) {
  useTitle("Profile not found");
  return (
    <div className="grid min-h-content place-items-center">
      <h1 className="sr-only">Profile not found</h1>
      <EmptyState
        icon={UserX}
        title={`There is nobody called @${username}`}
        action={
          <ButtonLink to="/" variant="secondary">
            Go home
          </ButtonLink>
        }
      >
        They may have changed their username, or the address has a typing mistake.
      </EmptyState>
    </div>
  );
}

function ProfileSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading profile</span>
      <Skeleton className="h-28 rounded-none sm:h-36" />
      <div className="relative mx-auto flex max-w-6xl flex-col gap-4 px-4 sm:px-6">
        <Skeleton className="-mt-14 size-30 rounded-full border-4 border-canvas" />
        <Skeleton className="h-8 w-56" />
        <Skeleton className="h-5 w-80 max-w-full" />
      </div>
    </div>
  );
}
