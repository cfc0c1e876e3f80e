import { join } from "node:path";
import { InputError } from "../core/errors.ts";
import { entryKind } from "../workspace/app-path.ts";
import { recordPaths } from "./app-record.ts";

interface Rebuild {
  /** Absolute path of an app of ours. */
  readonly root: string;
  /** Whether models, or their kept replies, had a part in the new plan. */
  readonly isAssisted: boolean;
}

/**
 * An app that models planned is another one without them: features would go with their tables.
 * @throws InputError when its replies are there and nobody reads them.
 */
export async function refuseForgetting({ root, isAssisted }: Rebuild): Promise<void> {
  if (isAssisted || (await entryKind(join(root, recordPaths.ledger))) !== "folder") return;
  throw new InputError(
    `${root} holds an app that was planned with models, and this run has none: it would lose what they designed.`,
    {
      nextSteps: [
        "Build it from the replies that it keeps, without a key: add --replay",
        "See which models can be asked with: megamind models",
        "Or build another app without models into another folder: --out <folder>",
      ],
    },
  );
}
