/** One value as a stream, so that replies that come at once are read like all others. */
export async function* single<Value>(value: Value): AsyncGenerator<Value> {
  yield await Promise.resolve(value);
}
