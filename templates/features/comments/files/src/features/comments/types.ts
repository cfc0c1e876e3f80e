import type { ProfileSummary } from "@/features/profiles/types";
import type { Database } from "@/lib/database.types";

export const COMMENT_MAX_LENGTH = 200;

/** A comment with the person who wrote it. */
export type Comment = Database["public"]["Tables"]["comments"]["Row"] & {
  readonly author: ProfileSummary;
};
