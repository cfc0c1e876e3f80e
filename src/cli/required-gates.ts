import { InputError } from "../core/errors.ts";
import { optionalGates } from "../pipeline/create-gates.ts";
import { gateIds, gateIdSchema, type GateId } from "../spec/gate-report.ts";

/**
 * The gates named by `--require`, separated by spaces or commas.
 * @throws InputError when one does not exist, or is required anyway.
 */
export function requiredGates(named: readonly string[]): ReadonlySet<GateId> {
  const optional = optionalGates();
  return new Set(namesIn(named).map((name) => requiredGate(name, optional)));
}

/**
 * The gates named by another flag, in the same way.
 * @throws InputError when one does not exist.
 */
export function gatesNamed(named: readonly string[], flag: string): ReadonlySet<GateId> {
  return new Set(
    namesIn(named).map((name) => {
      const gate = gateIdSchema.safeParse(name);
      if (gate.success) return gate.data;
      throw new InputError(`${flag} does not know the gate "${name}".`, {
        nextSteps: [`It can name: ${gateIds.join(", ")}.`],
      });
    }),
  );
}

function namesIn(named: readonly string[]): readonly string[] {
  return named.flatMap((value) => value.split(",")).map((value) => value.trim());
}

function requiredGate(name: string, optional: ReadonlySet<GateId>): GateId {
  const gate = gateIdSchema.safeParse(name);
  if (gate.success && optional.has(gate.data)) return gate.data;
  const allowed = gateIds.filter((id) => optional.has(id)).join(", ");
  throw new InputError(
    gate.success
      ? `--require cannot name the gate "${name}": it is always required.`
      : `--require does not know the gate "${name}".`,
    { nextSteps: [`It can name: ${allowed}.`] },
  );
}
