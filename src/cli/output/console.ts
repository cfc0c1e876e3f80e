/** Results: what a pipe or a file takes. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Text that ends its own lines, on stdout. */
export function printText(text: string): void {
  process.stdout.write(text);
}

/** Progress and errors: what a person reads. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A value as one line of JSON on stdout. */
export function printEvent(event: unknown): void {
  printLine(JSON.stringify(event));
}

/** A value as readable JSON on stdout. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value, null, 2));
}

/** Waits until everything printed so far has left the process. */
export async function flushOutput(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((done) => stream.write("", () => done()));
  }
}

/** A question to a person, whose answer follows on the same line. */
export function printPrompt(text: string): void {
  process.stderr.write(text);
}

/** Fires when nobody reads stdout any more, which is noticed when something is printed. */
export function unreadSignal(): AbortSignal {
  const controller = new AbortController();
  process.stdout.once("error", () => controller.abort());
  return controller.signal;
}
