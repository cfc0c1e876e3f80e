import { InputError } from "../core/errors.ts";
import { gateIds, gateIdSchema, type GateId } from "../spec/gate-report.ts";

/**
 * The gates named by `--require`, separated by spaces or commas.
 * @throws InputError when one does not exist.
 */
export function requiredGates(named: readonly string[]): ReadonlySet<GateId> {
  const gates = named.flatMap((value) => value.split(",")).map((value) => value.trim());
  return new Set(
    gates.map((name) => {
      const gate = gateIdSchema.safeParse(name);
      if (gate.success) return gate.data;
      throw new InputError(`--require does not know the gate "${name}".`, {
        nextSteps: [`Gates are: ${gateIds.join(", ")}.`],
      });
    }),
  );
}
