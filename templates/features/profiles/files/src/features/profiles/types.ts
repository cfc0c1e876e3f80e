import type { Database } from "@/lib/database.types";

export type Profile = Database["public"]["Tables"]["profiles"]["Row"];

/** What is shown of a person beside the things they made. */
export type ProfileSummary = Pick<Profile, "id" | "username" | "display_name" | "avatar_path">;

export const DISPLAY_NAME_MAX_LENGTH = 50;
export const BIO_MAX_LENGTH = 160;

/** The display name, or the username of those who chose none. */
export function profileName(profile: Pick<ProfileSummary, "username" | "display_name">): string {
  return profile.display_name === "" ? profile.username : profile.display_name;
}
