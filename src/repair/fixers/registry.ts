import type { Fixer } from "../fixer.ts";
import { assetTypes } from "./asset-types.ts";
import { brokenEntityFixer } from "./broken-entity.ts";
import { brokenSyntax } from "./broken-syntax.ts";
import { comparedWithNull } from "./compared-with-null.ts";
import { constantAssignment } from "./constant-assignment.ts";
import { defaultedProp } from "./defaulted-prop.ts";
import { duplicates } from "./duplicates.ts";
import { emptyReference } from "./empty-reference.ts";
import { exportKind } from "./export-kind.ts";
import { htmlAttribute } from "./html-attribute.ts";
import { indexAccess } from "./index-access.ts";
import { inferableAnyFixer } from "./inferable-any.ts";
import { jsxInTs } from "./jsx-in-ts.ts";
import { listKey } from "./list-key.ts";
import { missingAsync } from "./missing-async.ts";
import { missingAwait } from "./missing-await.ts";
import { missingExport } from "./missing-export.ts";
import { missingModule } from "./missing-module.ts";
import { missingName } from "./missing-name.ts";
import { missingOverride } from "./missing-override.ts";
import { missingProperty } from "./missing-property.ts";
import { misspeltMember } from "./misspelt-member.ts";
import { misspeltName } from "./misspelt-name.ts";
import { nullOrUndefined } from "./null-or-undefined.ts";
import { numberOrText } from "./number-or-text.ts";
import { pathEnding } from "./path-ending.ts";
import { possiblyMissing } from "./possibly-missing.ts";
import { conditionalHookReport, importCircleReport, untypedIndexReport } from "./reported-only.ts";
import { shadowedGlobal } from "./shadowed-global.ts";
import { styleText } from "./style-text.ts";
import { sureIndex } from "./sure-index.ts";
import { typeOnlyImport } from "./type-only-import.ts";
import { unknownError } from "./unknown-error.ts";
import { untypedParameter } from "./untyped-parameter.ts";
import { untypedProps } from "./untyped-props.ts";
import { unusedCode } from "./unused-code.ts";
import { useClient } from "./use-client.ts";

/** All fixers. Of several for one code the first that has an answer is asked. */
export const fixers: readonly Fixer[] = [
  jsxInTs,
  brokenSyntax,
  assetTypes,
  missingModule,
  pathEnding,
  exportKind,
  missingExport,
  typeOnlyImport,
  duplicates,
  missingName,
  misspeltName,
  shadowedGlobal,
  missingAsync,
  missingAwait,
  misspeltMember,
  nullOrUndefined,
  comparedWithNull,
  htmlAttribute,
  missingProperty,
  defaultedProp,
  styleText,
  numberOrText,
  unknownError,
  possiblyMissing,
  constantAssignment,
  missingOverride,
  indexAccess,
  emptyReference,
  inferableAnyFixer,
  untypedParameter,
  untypedProps,
  sureIndex,
  listKey,
  brokenEntityFixer,
  useClient,
  conditionalHookReport,
  importCircleReport,
  untypedIndexReport,
  unusedCode,
];
