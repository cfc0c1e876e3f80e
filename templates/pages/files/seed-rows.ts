async function $add$(seeder: Seeder): Promise<void> {
  // @if owned
  const rows: Record<string, Omit<Tables["$table$"]["Insert"], "$owner$">[]> = {
  // @else
  const rows: Record<string, Tables["$table$"]["Insert"][]> = {
  // @end
    // @print rows
  };
  for (const [username, $variables$] of Object.entries(rows)) {
    const { error } = await seeder
      .as(username)
      .from("$table$")
      // @if owned
      .insert($variables$.map((row) => ({ ...row, $owner$: seeder.idOf(username) })));
      // @else
      .insert($variables$);
      // @end
    if (error) throw error;
  }
}
