import { skipToken, useQuery } from "@tanstack/react-query";
import { useSession } from "@/features/auth/session";
import { fetchProfileById, fetchProfileByUsername } from "@/features/profiles/api";

export const profileKeys = {
  all: ["profiles"] as const,
  byUsername: (username: string) => ["profiles", "username", username.toLowerCase()] as const,
  byId: (id: string) => ["profiles", "id", id] as const,
};

/** The profile of the person with this username; null when there is none. */
export function useProfile(username: string) {
  return useQuery({
    queryKey: profileKeys.byUsername(username),
    queryFn: () => fetchProfileByUsername(username),
  });
}

/** The profile of the signed-in person; pending for visitors. */
export function useMyProfile() {
  const id = useSession().user?.id;
  return useQuery({
    queryKey: profileKeys.byId(id ?? "nobody"),
    queryFn: id === undefined ? skipToken : () => fetchProfileById(id),
  });
}
