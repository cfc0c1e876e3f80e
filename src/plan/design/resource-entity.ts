import type { Resource } from "../../spec/resource.ts";
import type { ResourceName } from "./resource-names.ts";
import { capital } from "./resource-texts.ts";

/** A resource with its names in the database. */
export interface NamedResource extends ResourceName {
  readonly resource: Resource;
}

/** The column that says whose a row is. */
const ownerField = "owner_id";

/** The entity of a resource, as a blueprint declares it: whose it is, what it belongs to, and who may do what. */
export function resourceEntity(
  { resource, entity, table }: NamedResource,
  { named, owner }: { readonly named: readonly NamedResource[]; readonly owner: string },
): unknown {
  const { noun, kind, fields, partOf, readers } = resource;
  const whole = named.find((other) => other.resource.noun === partOf);
  const wholeField = whole === undefined ? null : `${whole.entity}_id`;
  const texts = kind.search.filter((name) => kind.fields.some((field) => field.name === name));
  return {
    name: entity,
    table,
    title: capital(noun),
    fields,
    references: [
      { field: ownerField, to: owner, description: "Whose it is." },
      ...(whole === undefined || wholeField === null
        ? []
        : [{ field: wholeField, to: whole.entity, description: "What it belongs to." }]),
    ],
    owner: ownerField,
    orders: [
      { by: ["created_at desc"], within: wholeField ?? (readers === "owner" ? ownerField : null) },
    ],
    ...(texts.length === 0 ? {} : { search: texts }),
    ...(wholeField === null ? {} : { immutable: [wholeField] }),
    access: accessOf({ readers, wholeField }),
  };
}

/**
 * What is private is the owner's alone, and belongs only to what the owner may read, which is the owner's own. What is
 * public is read by everybody and written by its owner; whoever has an account may add a part.
 */
function accessOf({
  readers,
  wholeField,
}: {
  readonly readers: Resource["readers"];
  readonly wholeField: string | null;
}): unknown {
  const own = { update: "owner", delete: "owner" };
  const through = { through: wholeField };
  if (readers === "everyone") {
    return wholeField === null
      ? { select: "everyone", insert: "owner", ...own }
      : { select: through, insert: through, ...own };
  }
  return { select: "owner", insert: wholeField === null ? "owner" : through, ...own };
}
