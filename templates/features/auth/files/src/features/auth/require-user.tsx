import { Navigate, Outlet, useLocation } from "react-router";
import { Spinner } from "@/components/ui/spinner";
import { useSession } from "@/features/auth/session";
import { signInPath } from "@/features/auth/sign-in-redirect";

/** Pages below are for signed-in people; others sign in first and then come back. */
export function RequireUser() {
  const { user, isLoading } = useSession();
  const { pathname, search } = useLocation();
  if (isLoading) {
    return (
      <div className="grid min-h-content place-items-center text-muted">
        <Spinner />
      </div>
    );
  }
  if (user === null) return <Navigate to={signInPath(pathname + search)} replace />;
  return <Outlet />;
}
