import { z } from "zod";

/** A point to which code and database return together. The database state is named by the newest migration applied. */
export const checkpointSchema = z
  .object({
    phase: z.number().int().nonnegative(),
    /** The commit in the app's own repository. */
    commit: z.string().regex(/^[0-9a-f]{40}$/),
    /** Version of the newest migration, or null before the first table. */
    database: z.string().nullable(),
  })
  .readonly();
export type Checkpoint = z.infer<typeof checkpointSchema>;
