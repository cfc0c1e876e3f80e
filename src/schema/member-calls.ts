import { qualified, privateSchema } from "./ast/names.ts";
import { membershipOf } from "./membership.ts";
import { memberRules } from "./rule-tree.ts";
import type { EntitySet } from "./state/entity-set.ts";
import { membershipSet } from "./state/membership-sets.ts";
import type { RowMaker } from "./matrix/fixture-rows.ts";
import { users } from "./matrix/users.ts";

/** A call of a function that policies ask, for one user, with the rights of its owner. */
export interface MemberCall {
  readonly id: string;
  /** The function, with its schema. */
  readonly called: string;
  /** The id of the user who is signed in. */
  readonly user: string;
  readonly sql: string;
  /** How many memberships it must find. */
  readonly rows: number;
}

interface Fixtures {
  readonly set: EntitySet;
  readonly maker: RowMaker;
}

/** Each function that finds memberships, called for users with and without them. */
export function memberCalls({ set, maker }: Fixtures): readonly MemberCall[] {
  const calls = set.entities.flatMap((entity) =>
    memberRules(entity).flatMap((rule) => {
      const { name } = membershipSet(membershipOf(rule, { entity, set }));
      const called = qualified(privateSchema, name);
      // Counted by owner and role of the fixture rows, as the rule says it.
      const counts = (role: unknown): boolean =>
        rule.role === undefined || [rule.role].flat().some((one) => one === role);
      const rowsOf = (user: string): number =>
        maker
          .rowsOf(set.find(rule.member))
          .filter(({ owner, values }) => owner === user && counts(values["role"])).length;
      return Object.entries(users).map(([who, user]) => ({
        id: `${called}/${who}`,
        called,
        user,
        sql: `select * from ${called}()`,
        rows: rowsOf(user),
      }));
    }),
  );
  return [...new Map(calls.map((call) => [call.id, call])).values()];
}
