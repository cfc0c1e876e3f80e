async function $add$(seeder: Seeder): Promise<void> {
  const rows = {
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
