import type { Bucket } from "../../spec/entity.ts";
import type { ClientRole } from "./rule-condition.ts";

/** Which files a role may reach, as a condition in SQL: those in the folder named after the user, in declared buckets. */
export function folderCondition(buckets: readonly Bucket[], role: ClientRole): string {
  if (role === "anon") return "false";
  const declared = buckets.map(({ name }) => `bucket_id = '${name}'`).join(" or ");
  return `(${declared}) and (storage.foldername(name))[1] = (select auth.uid())::text`;
}
