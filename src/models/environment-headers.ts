import type { Provider } from "./provider.ts";

/** What an SDK reads from the environment on its own, and the address that it is meant for. */
interface EnvironmentOf {
  readonly vendorHost: string;
  readonly baseUrlVariable: string;
  readonly headersVariable: string;
}

/** Whether the provider is the one that the environment's settings of the SDK were made for. */
export function ownsEnvironment(provider: Provider, environment: EnvironmentOf): boolean {
  return (
    new URL(provider.baseUrl).hostname === environment.vendorHost ||
    provider.baseUrl === process.env[environment.baseUrlVariable]
  );
}

/**
 * Takes back the headers that an SDK adds from the environment when the provider is somebody else: they may hold
 * the key of a gateway.
 */
export function withoutForeignHeaders(
  provider: Provider,
  environment: EnvironmentOf,
): Record<string, null> {
  if (ownsEnvironment(provider, environment)) return {};
  const lines = (process.env[environment.headersVariable] ?? "").split("\n");
  return Object.fromEntries(
    lines.flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon).trim(), null]];
    }),
  );
}
