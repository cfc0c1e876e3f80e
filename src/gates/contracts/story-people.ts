import { blockListOf } from "../../schema/blocks.ts";
import { blockedNames } from "../../schema/matrix/blocked-rows.ts";
import { exampleValue, type Value } from "../../schema/matrix/example-value.ts";
import { users } from "../../schema/matrix/users.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ContractQuestion } from "./contract-request.ts";

type Person = ContractQuestion["people"][number];

/** Everybody who owns example rows, with all that sign-up asks for. */
export function peopleOf(entities: readonly Entity[]): readonly Person[] {
  const without: readonly string[] = blockListOf(entities) === null ? blockedNames : [];
  const missing = new Set(["newcomer", ...without]);
  return Object.entries(users)
    .filter(([name]) => !missing.has(name))
    .map(([, id], position) => ({ id, metadata: metadataOf(entities, position) }));
}

/** The values that sign-up takes from the metadata of a person. A key that several fields ask for is the first one's. */
export function signUpValues(
  entity: Entity,
  { metadata }: Person,
): Readonly<Record<string, Value>> {
  const taken = Object.entries(entity.signUp?.fields ?? {}).flatMap(([name, from]) => {
    const value = metadata[from.metadata];
    return typeof value === "string" && isFirst(entity, { name, value }) ? [[name, value]] : [];
  });
  return Object.fromEntries(taken);
}

const firstVariant = 301;
const mostPeople = 20;

function isFirst(
  { fields }: Entity,
  { name, value }: { readonly name: string; readonly value: string },
): boolean {
  const field = fields.find((one) => one.name === name);
  if (field === undefined) return false;
  const variants = Array.from({ length: mostPeople }, (_, at) => firstVariant + at);
  return variants.some((variant) => exampleValue(field, variant) === value);
}

function metadataOf(entities: readonly Entity[], position: number): Person["metadata"] {
  const wanted = entities.flatMap(({ fields, signUp }) =>
    Object.entries(signUp?.fields ?? {}).flatMap(([name, { metadata }]) => {
      const field = fields.find((one) => one.name === name);
      const value = field === undefined ? null : exampleValue(field, firstVariant + position);
      return value === null ? [] : [[metadata, value]];
    }),
  );
  return Object.fromEntries(wanted.toReversed());
}
