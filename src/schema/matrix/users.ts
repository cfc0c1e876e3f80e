import { BugError } from "../../core/errors.ts";

/** People of the access matrix. Their ids are fixed, so that the same entities give the same bytes. */
export const users = {
  /** Owns the rows that others try to reach. */
  owner: "a0000000-0000-4000-8000-00000000000a",
  /** Signed in, with rows of their own. */
  other: "b0000000-0000-4000-8000-00000000000b",
  /** Signed in, without any row of their own beside those of sign-up. */
  stranger: "c0000000-0000-4000-8000-00000000000c",
  /** Owns spare rows that new rows can point to. */
  bystander: "d0000000-0000-4000-8000-00000000000d",
  /** Signed up, but the rows of sign-up were removed: they can be inserted again. */
  newcomer: "e0000000-0000-4000-8000-00000000000e",
  /** Whom the owner has blocked. There only where an entity declares blocks. */
  blocked: "b1000000-0000-4000-8000-0000000000b1",
  /** Who has blocked the owner. There only where an entity declares blocks. */
  blocker: "b2000000-0000-4000-8000-0000000000b2",
} as const;

export type UserName = keyof typeof users;

/** On whose behalf a cell runs: a visitor, a user with a session, or the server's own key. */
export type MatrixActor =
  | { readonly kind: "anon" }
  | {
      readonly kind: "user";
      readonly id: string;
      /** Roles of the app that the token grants. */
      readonly roles?: readonly string[];
      /** Roles that the user only says to have. */
      readonly claimedRoles?: readonly string[];
    }
  | { readonly kind: "service_role" };

/** Who tries, by the name that cells show: `owner as moderator,editor` holds roles of the app, `owner claiming editor` does not. */
export type ActorName =
  | "anon"
  | UserName
  | "service_role"
  | `${UserName} as ${string}`
  | `${UserName} claiming ${string}`;

export function actorOf(name: ActorName): MatrixActor {
  if (name === "anon" || name === "service_role") return { kind: name };
  const [user = "", how, roles = ""] = name.split(" ");
  if (!isUser(user)) throw new BugError(`There is no actor ${name}`);
  const named = roles.split(",");
  if (how === "as") return { kind: "user", id: users[user], roles: named };
  if (how === "claiming") return { kind: "user", id: users[user], claimedRoles: named };
  return { kind: "user", id: users[user] };
}

function isUser(name: string): name is UserName {
  return Object.hasOwn(users, name);
}
