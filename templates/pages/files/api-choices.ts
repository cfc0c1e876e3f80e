/** What can be chosen where something refers to $aInside$. */
export async function fetch$type$Choices() {
  const { data, error } = await supabase
    .from("$table$")
    .select("$columns$")
    .order("$order$")
    .limit(500);
  if (error) throw error;
  return data.map((row) => ({ id: row.id, label: $label$ }));
}
