import { alwaysTrueWrite } from "./always-true-write.ts";
import { anyUserWrites } from "./any-user-writes.ts";
import { childMoreOpen } from "./child-more-open.ts";
import { definerCallableByAnon } from "./definer-callable-by-anon.ts";
import { definerDynamicSql } from "./definer-dynamic-sql.ts";
import { definerView } from "./definer-view.ts";
import { duplicateIndex } from "./duplicate-index.ts";
import { enumColumn } from "./enum-column.ts";
import { extensionInPublic } from "./extension-in-public.ts";
import { floatMoney } from "./float-money.ts";
import { foreignKeyIntoAuth } from "./foreign-key-into-auth.ts";
import { foreignKeyNotIndexed } from "./foreign-key-not-indexed.ts";
import { foreignKeyWithoutAction } from "./foreign-key-without-action.ts";
import { functionPerRow } from "./function-per-row.ts";
import { grantWithoutPolicy } from "./grant-without-policy.ts";
import { helperOfColumn } from "./helper-of-column.ts";
import { leakyIndex } from "./leaky-index.ts";
import { materializedViewExposed } from "./materialized-view-exposed.ts";
import { missingGrant } from "./missing-grant.ts";
import { mutableSearchPath } from "./mutable-search-path.ts";
import { noPrimaryKey } from "./no-primary-key.ts";
import { ownerMutable } from "./owner-mutable.ts";
import { paddedChar } from "./padded-char.ts";
import { partitionOpen } from "./partition-open.ts";
import { policyColumnNotIndexed } from "./policy-column-not-indexed.ts";
import { policyForPublic } from "./policy-for-public.ts";
import { policyRecursion } from "./policy-recursion.ts";
import { policyWithoutRowSecurity } from "./policy-without-row-security.ts";
import { publicBucketListing } from "./public-bucket-listing.ts";
import { quotedName } from "./quoted-name.ts";
import { redundantIndex } from "./redundant-index.ts";
import { regType } from "./reg-type.ts";
import { rowSecurityOff } from "./row-security-off.ts";
import { rowSecurityWithoutPolicy } from "./row-security-without-policy.ts";
import { sensitiveColumnExposed } from "./sensitive-column-exposed.ts";
import { severalPermissivePolicies } from "./several-permissive-policies.ts";
import { signUpCanFail } from "./sign-up-can-fail.ts";
import { smallSerialKey } from "./small-serial-key.ts";
import { timestampWithoutZone } from "./timestamp-without-zone.ts";
import { unboundedText } from "./unbounded-text.ts";
import { updateWithoutCheck } from "./update-without-check.ts";
import { userMetadataPolicy } from "./user-metadata-policy.ts";
import { usersExposed } from "./users-exposed.ts";
import type { Lint } from "./lint.ts";

/** All lints. A new one is a file and a line here. */
export const lints: readonly Lint[] = [
  alwaysTrueWrite,
  anyUserWrites,
  childMoreOpen,
  definerCallableByAnon,
  definerDynamicSql,
  definerView,
  duplicateIndex,
  enumColumn,
  extensionInPublic,
  floatMoney,
  foreignKeyIntoAuth,
  foreignKeyNotIndexed,
  foreignKeyWithoutAction,
  functionPerRow,
  grantWithoutPolicy,
  helperOfColumn,
  leakyIndex,
  materializedViewExposed,
  missingGrant,
  mutableSearchPath,
  noPrimaryKey,
  ownerMutable,
  paddedChar,
  partitionOpen,
  policyColumnNotIndexed,
  policyForPublic,
  policyRecursion,
  policyWithoutRowSecurity,
  publicBucketListing,
  quotedName,
  redundantIndex,
  regType,
  rowSecurityOff,
  rowSecurityWithoutPolicy,
  sensitiveColumnExposed,
  severalPermissivePolicies,
  signUpCanFail,
  smallSerialKey,
  timestampWithoutZone,
  unboundedText,
  updateWithoutCheck,
  userMetadataPolicy,
  usersExposed,
];
