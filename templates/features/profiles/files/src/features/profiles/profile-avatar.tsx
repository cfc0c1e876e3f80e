import type { ComponentProps } from "react";
import { Avatar } from "@/components/ui/avatar";
import { avatarUrl } from "@/features/profiles/api";
import { profileName, type Profile } from "@/features/profiles/types";

interface ProfileAvatarProps {
  profile: Pick<Profile, "username" | "display_name" | "avatar_path">;
  size?: ComponentProps<typeof Avatar>["size"];
}

export function ProfileAvatar({ profile, size }: ProfileAvatarProps) {
  const { avatar_path: path } = profile;
  return (
    <Avatar name={profileName(profile)} src={path === null ? null : avatarUrl(path)} size={size} />
  );
}
