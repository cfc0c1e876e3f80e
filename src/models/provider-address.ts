import { InputError } from "../core/errors.ts";

interface AddressOptions {
  readonly isAnthropic: boolean;
  /** Of Azure's older addresses, which name a deployment; null for all others. */
  readonly azureApiVersion: string | null;
}

/**
 * The base URL as the SDK wants it: Anthropic's adds `/v1` itself, OpenAI's does not, Azure's older one names
 * deployments below `/openai`.
 * @throws InputError when it is no web address, holds a password, or cannot be what the settings say.
 */
export function readAddress(
  address: string,
  { isAnthropic, azureApiVersion }: AddressOptions,
): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    const shown = address.replace(/\/\/[^/]*@/, "//");
    throw new InputError(`The provider's address "${shown}" is no web address.`, {
      nextSteps: ["Write it as https://host/v1."],
    });
  }
  const { username, password, hostname, pathname } = new URL(address);
  if (username !== "" || password !== "") {
    // Requests to such addresses cannot be made, and messages would show the password.
    throw new InputError("The provider's address holds a user or a password.", {
      nextSteps: ["Leave them out of the address; a key is sent in a header."],
    });
  }
  const bare = address.replace(/\/+$/, "");
  if (isAnthropic) return bare.replace(/\/v1$/, "");
  if (azureApiVersion !== null) return deploymentsAddress(bare);
  if (pathname !== "/") return bare;
  return isAzure(hostname) ? `${bare}/openai/v1` : `${bare}/v1`;
}

function deploymentsAddress(bare: string): string {
  if (bare.endsWith("/v1")) {
    throw new InputError("Azure's newer address ends with /v1 and takes no API version.", {
      nextSteps: ["Leave azure out of the settings, or /v1 out of OPENAI_BASE_URL."],
    });
  }
  return bare.endsWith("/openai") ? bare : `${bare}/openai`;
}

function isAzure(hostname: string): boolean {
  return /\.(?:openai|services\.ai)\.azure\.com$/.test(hostname);
}

/** OpenAI itself and its models at Azure take the newer fields; an address that is not set is OpenAI's. */
export function isOpenaiVendor(address: string): boolean {
  if (address.trim() === "" || !URL.canParse(address)) return true;
  return /(?:^api\.openai\.com|\.openai\.azure\.com)$/.test(new URL(address).hostname);
}
