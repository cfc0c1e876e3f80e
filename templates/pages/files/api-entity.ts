export const $row$Keys = {
  all: ["$table$"] as const,
  // @if part
  list: ($parentRow$Id: string) => ["$table$", "list", $parentRow$Id] as const,
  // @else
  list: ["$table$", "list"] as const,
  // @end
  one: (id: string) => ["$table$", "one", id] as const,
};

// @if part
/** A page of what belongs to $aParent$, newest first. */
export async function fetch$types$(
  $parentRow$Id: string,
  cursor: Cursor | null,
): Promise<$type$[]> {
  const all = supabase.from("$table$").select($row$Select).eq("$parentField$", $parentRow$Id);
// @else
/** A page of $manyInside$, newest first. */
export async function fetch$types$(cursor: Cursor | null): Promise<$type$[]> {
  const all = supabase.from("$table$").select($row$Select);
// @end
  const query = all
    .order("created_at", { ascending: false })
    .order("id", { ascending: false })
    .limit(PAGE_SIZE);
  if (cursor !== null) query.lte("created_at", cursor.created_at).or(olderThan(cursor));
  const { data, error } = await query;
  if (error) throw error;
  return data;
}

/** Null when it is not there, or not for this person. */
export async function fetch$type$(id: string): Promise<$type$ | null> {
  const { data, error } = await supabase
    .from("$table$")
    .select($row$Select)
    .eq("id", id)
    .maybeSingle();
  if (error) throw error;
  return data;
}

// @if canInsert
/** Resolves to the new id. */
export async function insert$type$(values: Tables["$table$"]["Insert"]): Promise<string> {
  // Chosen here, so that nothing has to be read back.
  const id = crypto.randomUUID();
  const { error } = await supabase.from("$table$").insert({ ...values, id });
  if (error) throw error;
  return id;
}

// @end
// @if canUpdate
export async function update$type$(
  id: string,
  values: Tables["$table$"]["Update"],
): Promise<void> {
  const { data, error } = await supabase
    .from("$table$")
    .update(values)
    .eq("id", id)
    .select("id");
  if (error) throw error;
  if (data.length === 0) throw refusal();
}

// @end
// @if canDelete
// @if picture
export async function delete$type$({ id, $pictureField$: picture }: $type$): Promise<void> {
// @else
export async function delete$type$(id: string): Promise<void> {
// @end
  const { data, error } = await supabase.from("$table$").delete().eq("id", id).select("id");
  if (error) throw error;
  if (data.length === 0) throw refusal();
  // @if picture
  // A picture that stays behind in storage is seen by nobody: no reason to report that the deletion failed.
  if (picture !== null) await supabase.storage.from("$bucket$").remove([picture]);
  // @end
}
// @end
