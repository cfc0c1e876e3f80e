import { excerpt, formatDate, formatTime } from "@/lib/format";
import type { ProfileSummary } from "@/features/profiles/types";
import type { Database } from "@/lib/database.types";

type Tables = Database["public"]["Tables"];

// @print entities
