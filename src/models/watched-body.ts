import { ModelFault } from "./model-fault.ts";

interface BodyWatch {
  readonly maxBytes: number;
  /** Why the exchange was broken off already, or null. */
  fault(): ModelFault | null;
  /** Breaks the exchange off; returns the fault that came first. */
  breakOff(fault: ModelFault): ModelFault;
  onBytes(): void;
  onEnd(): void;
  /** The end marker of OpenAI streams went past. */
  onDone(): void;
}

/** The same bytes, counted and looked at on their way to the SDK. */
export function watchedBody(
  body: ReadableStream<Uint8Array> | null,
  watch: BodyWatch,
): ReadableStream<Uint8Array> | null {
  if (body === null) return null;
  const reader = body.getReader();
  let bytes = 0;
  let tail = "";
  let isCancelled = false;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (isCancelled) return;
        const fault = watch.fault();
        if (fault !== null) throw fault;
        if (done) {
          watch.onEnd();
          controller.close();
          return;
        }
        watch.onBytes();
        bytes += value.length;
        if (bytes > watch.maxBytes) throw endless(watch.maxBytes);
        // The marker may arrive in two parts; bytes are enough to find it.
        tail += Buffer.from(value).toString("latin1");
        if (/data: ?\[DONE\]/.test(tail)) watch.onDone();
        tail = tail.slice(-16);
        controller.enqueue(value);
      } catch (error) {
        if (isCancelled) return;
        controller.error(watch.breakOff(error instanceof ModelFault ? error : cutFault(error)));
      }
    },
    cancel() {
      // The SDKs stop reading at their end marker, while a read of ours may still wait.
      isCancelled = true;
      watch.onEnd();
      return reader.cancel();
    },
  });
}

function endless(maxBytes: number): ModelFault {
  return new ModelFault("malformed", `The reply is longer than ${maxBytes} bytes and was cut off.`);
}

function cutFault(error: unknown): ModelFault {
  return new ModelFault("cut-stream", "The connection broke in the middle of the reply.", {
    cause: error,
  });
}
