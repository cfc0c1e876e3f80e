import { MegamindError } from "../core/errors.ts";
import { exitCode } from "../core/exit-code.ts";

/** The money for this run is spent or reserved; what is done stays, and a later run goes on from it. */
export class BudgetReachedError extends MegamindError {
  readonly exitCode = exitCode.budgetReached;
}

/** No provider gave a usable reply. What arrived is in the ledger; a later run goes on from it. */
export class NoProviderError extends MegamindError {
  readonly exitCode = exitCode.noProvider;
}

/** A model answered, and no correction made its answer usable. A later run finds the same replies in the ledger. */
export class UnusableAnswerError extends NoProviderError {}
