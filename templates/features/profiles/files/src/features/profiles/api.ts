import { errorCode } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import type { Profile } from "@/features/profiles/types";

const AVATARS = "avatars";
const UNIQUE_VIOLATION = "23505";

/** Null when nobody has the username; upper and lower case are the same. */
export async function fetchProfileByUsername(username: string): Promise<Profile | null> {
  const { data, error } = await supabase
    .from("profiles")
    .select("*")
    .eq("username_lower", username.toLowerCase())
    .maybeSingle();
  if (error) throw error;
  return data;
}

export async function fetchProfileById(id: string): Promise<Profile | null> {
  const { data, error } = await supabase.from("profiles").select("*").eq("id", id).maybeSingle();
  if (error) throw error;
  return data;
}

/** For sign-up, where a username that somebody has would silently become another one. */
export async function usernameTakenProblem(username: string): Promise<string | null> {
  return (await fetchProfileByUsername(username)) === null ? null : "That username is taken.";
}

export function avatarUrl(path: string): string {
  return supabase.storage.from(AVATARS).getPublicUrl(path).data.publicUrl;
}

interface ProfileChange {
  profile: Profile;
  values: Pick<Profile, "username" | "display_name" | "bio">;
  avatar: "keep" | "none" | { blob: Blob };
}

/** Saves the profile with its picture, or neither. "username-taken" when somebody else has the username. */
export async function saveProfile({
  profile,
  values,
  avatar,
}: ProfileChange): Promise<Profile | "username-taken"> {
  const uploaded = typeof avatar === "object" ? await uploadAvatar(profile.id, avatar.blob) : null;
  const avatarPath = avatar === "keep" ? profile.avatar_path : uploaded;
  const { data, error } = await supabase
    .from("profiles")
    .update({ ...values, avatar_path: avatarPath })
    .eq("id", profile.id)
    .select()
    .single();
  const unused = error ? uploaded : avatarPath === profile.avatar_path ? null : profile.avatar_path;
  // A picture that stays behind in storage is seen by nobody: no reason to report that the saving failed.
  if (unused !== null) await supabase.storage.from(AVATARS).remove([unused]);
  if (errorCode(error) === UNIQUE_VIOLATION) return "username-taken";
  if (error) throw error;
  return data;
}

async function uploadAvatar(userId: string, picture: Blob): Promise<string> {
  const extension = picture.type === "image/webp" ? "webp" : "png";
  const path = `${userId}/${crypto.randomUUID()}.${extension}`;
  const { error } = await supabase.storage
    .from(AVATARS)
    .upload(path, picture, { contentType: picture.type });
  if (error) throw error;
  return path;
}
