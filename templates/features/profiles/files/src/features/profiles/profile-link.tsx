import type { ReactNode } from "react";
import { Link } from "react-router";
import { profileName, type Profile } from "@/features/profiles/types";

interface ProfileLinkProps {
  profile: Pick<Profile, "username" | "display_name">;
  className?: string | undefined;
  /** Default: the person's name. */
  children?: ReactNode;
}

export function ProfileLink({ profile, className, children }: ProfileLinkProps) {
  return (
    <Link to={`/u/${profile.username}`} className={className}>
      {children ?? profileName(profile)}
    </Link>
  );
}
