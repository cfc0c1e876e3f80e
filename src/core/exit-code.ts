/** What the process says when it ends. The table is part of the public interface: see docs/exit-codes.md. */
export const exitCode = {
  done: 0,
  gateRed: 1,
  badInput: 2,
  budgetReached: 3,
  noProvider: 4,
  unavailable: 5,
  declined: 6,
  bug: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
