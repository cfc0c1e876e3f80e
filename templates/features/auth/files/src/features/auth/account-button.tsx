import { LogOut } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { signOut } from "@/features/auth/api";
import { useSession } from "@/features/auth/session";
import { useNextSearch } from "@/features/auth/sign-in-redirect";
import { messageOf } from "@/lib/errors";

/** Who is signed in, with the way out; for visitors, the way in. */
export function AccountButton() {
  const { user, isLoading } = useSession();
  const search = useNextSearch();
  if (isLoading) return null;
  if (user === null) {
    return (
      <div className="flex flex-col gap-2">
        <ButtonLink to={{ pathname: "/sign-up", search }} size="small">
          Sign up
        </ButtonLink>
        <ButtonLink to={{ pathname: "/sign-in", search }} size="small" variant="secondary">
          Log in
        </ButtonLink>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      {/* @if slot account.identity */}
      {/* @slot account.identity */}
      {/* @else */}
      <p className="truncate px-2 text-sm text-muted">{user.email}</p>
      {/* @end */}
      <LogOutButton />
    </div>
  );
}

function LogOutButton() {
  const navigate = useNavigate();
  const [isLeaving, setIsLeaving] = useState(false);
  const leave = async () => {
    setIsLeaving(true);
    try {
      // In this order, as whoever is out may be on the way to another page already.
      await navigate("/");
      await signOut();
    } catch (error) {
      toast(messageOf(error), { tone: "error" });
      setIsLeaving(false);
    }
  };
  return (
    <Button variant="secondary" size="small" busy={isLeaving} onClick={leave}>
      <LogOut aria-hidden className="size-4" />
      Log out
    </Button>
  );
}
