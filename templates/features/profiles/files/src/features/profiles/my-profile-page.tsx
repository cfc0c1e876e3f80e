import { Navigate } from "react-router";
import { ErrorState } from "@/components/ui/error-state";
import { Spinner } from "@/components/ui/spinner";
import { useMyProfile } from "@/features/profiles/use-profile";
import { messageOf } from "@/lib/errors";

/** Leads to the profile of whoever is signed in. */
export function MyProfilePage() {
  const { data: profile, error, isPending, refetch } = useMyProfile();
  if (isPending) {
    return (
      <div className="grid min-h-content place-items-center text-muted">
        <Spinner />
      </div>
    );
  }
  if (error || profile === null) {
    return (
      <ErrorState
        title="Your profile could not be loaded"
        message={messageOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return <Navigate to={`/u/${profile.username}`} replace />;
}
