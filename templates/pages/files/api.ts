import { refusal } from "@/lib/access";
import { formatTime } from "@/lib/format";
import { olderThan, PAGE_SIZE, type Cursor } from "@/lib/row-pages";
import { supabase } from "@/lib/supabase";
import { profileName } from "@/features/profiles/types";
import type { Database } from "@/lib/database.types";
// @print imports

type Tables = Database["public"]["Tables"];

// @print entities

// @print choices
