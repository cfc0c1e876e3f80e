/** On whose behalf SQL runs: a visitor, a user with a session, or the server's own key. */
export type Actor =
  | { readonly kind: "anon" }
  | ({ readonly kind: "user"; readonly id: string } & UserRoles)
  | { readonly kind: "service_role" };

interface UserRoles {
  /** Roles in `app_metadata`, which only the server writes. Default: none. */
  readonly roles?: readonly string[] | undefined;
  /** Roles that users wrote into their own `user_metadata`; nothing may trust them. Default: none. */
  readonly claimedRoles?: readonly string[] | undefined;
}

/** What a request of this actor sets for one transaction. */
export interface ActorSettings {
  readonly role: "anon" | "authenticated" | "service_role";
  /** Value of `request.jwt.claims`. */
  readonly claims: string;
}

/** The role and the token claims by which Postgres knows the actor. */
export function actorSettings(actor: Actor): ActorSettings {
  switch (actor.kind) {
    case "anon":
      return { role: "anon", claims: JSON.stringify({ role: "anon" }) };
    case "user":
      return {
        role: "authenticated",
        claims: JSON.stringify({
          sub: actor.id,
          role: "authenticated",
          aud: "authenticated",
          ...(actor.roles === undefined ? {} : { app_metadata: { roles: actor.roles } }),
          ...(actor.claimedRoles === undefined
            ? {}
            : { user_metadata: { roles: actor.claimedRoles } }),
        }),
      };
    case "service_role":
      return { role: "service_role", claims: JSON.stringify({ role: "service_role" }) };
  }
}
