import type { Fixer } from "../fixer.ts";
import { exportKind } from "./export-kind.ts";
import { missingExport } from "./missing-export.ts";
import { missingModule } from "./missing-module.ts";
import { missingName } from "./missing-name.ts";
import { misspeltMember } from "./misspelt-member.ts";
import { misspeltName } from "./misspelt-name.ts";
import { unusedCode } from "./unused-code.ts";

/** All fixers. Of several for one code the first that has an answer is asked. */
export const fixers: readonly Fixer[] = [
  missingModule,
  exportKind,
  missingExport,
  missingName,
  misspeltName,
  misspeltMember,
  unusedCode,
];
