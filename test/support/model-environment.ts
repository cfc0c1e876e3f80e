import { temporaryFolder } from "./temporary-folder.ts";

/** An environment without any provider, and with an empty folder for settings and keys. */
export async function modelEnvironment(): Promise<Readonly<Record<string, string>>> {
  return {
    ANTHROPIC_API_KEY: "",
    ANTHROPIC_BASE_URL: "",
    OPENAI_API_KEY: "",
    OPENAI_BASE_URL: "",
    // The keyring of whoever runs the tests is not for them.
    DBUS_SESSION_BUS_ADDRESS: "",
    MEGAMIND_PROVIDER: "",
    MEGAMIND_MODEL: "",
    MEGAMIND_FALLBACK: "",
    MEGAMIND_BUDGET: "",
    MEGAMIND_DEADLINE: "",
    MEGAMIND_CATALOG: "",
    MEGAMIND_RECORD: "",
    MEGAMIND_REPLAY: "",
    MEGAMIND_REPAIR_ROUNDS: "",
    MEGAMIND_REPAIR_BUDGET: "",
    MEGAMIND_CONFIG_FOLDER: await temporaryFolder(),
  };
}
