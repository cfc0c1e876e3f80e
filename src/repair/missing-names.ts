/** Names of properties that a compiler says are missing; none when it does not list them all. */
export function missingNames(message: string): readonly string[] {
  const one = /Property '([^']+)' is missing in type/.exec(message)?.[1];
  if (one !== undefined) return [one];
  const several = /is missing the following properties from type '[^']*': ([^\n]+)$/m.exec(
    message,
  )?.[1];
  if (several === undefined || / and \d+ more/.test(several)) return [];
  return several.replace(/\.$/, "").split(", ");
}
