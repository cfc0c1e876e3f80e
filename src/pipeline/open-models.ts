import type { ModelRun } from "./model-run.ts";
import { loadModelSetup } from "./model-setup.ts";
import { refuseForgetting } from "./refuse-forgetting.ts";
import type { OpenModelsOptions } from "./start-model-run.ts";

/**
 * The models of a run, or null when none is configured. Before any money is spent it is known that the app's folder
 * can be used.
 * @throws InputError for settings that cannot be understood, for a folder that cannot be used or holds an app that
 * would lose what models designed, and when there is nothing to replay.
 */
export async function openModels(options: OpenModelsOptions): Promise<ModelRun | null> {
  const isReplay = options.mode === "replay";
  const setup = await loadModelSetup({ ...options, isKeyless: isReplay });
  if ((setup.chains === null && !isReplay) || setup.settings.provider === "offline") {
    if (options.out !== null) await refuseForgetting({ root: options.out, isAssisted: false });
    return null;
  }
  // Who builds offline waits for none of this.
  const { startModelRun } = await import("./start-model-run.ts");
  return startModelRun(options, setup);
}
