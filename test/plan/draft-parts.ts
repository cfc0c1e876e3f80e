/** Fields of an entity in a draft, with what most have none of. */
export const blankEntity = {
  icon: null,
  description: "",
  fields: [],
  references: [],
  key: null,
  counters: [],
  indexes: [],
  unique: [],
  immutable: [],
  search: null,
  realtime: false,
};

/** A required reference whose rows go with the one that it points to. */
export function draftReference(field: string, to: string) {
  return { field, to, required: true, onDelete: "cascade", description: "" };
}

interface TextParts {
  /** Characters. */
  readonly max: number;
  readonly required?: boolean;
  readonly oneOf?: readonly string[] | null;
}

/** A text; one that is required has at least one character. */
export function draftText(name: string, { max, required = true, oneOf = null }: TextParts) {
  return {
    type: "text",
    name,
    description: "",
    required,
    min: required ? 1 : 0,
    max,
    format: null,
    oneOf,
    default: null,
  };
}
