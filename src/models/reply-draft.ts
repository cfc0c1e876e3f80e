import type { ModelEvent, ModelReply, ModelUsage, StopReason } from "./model-call.ts";
import { ModelFault } from "./model-fault.ts";

/** How a model ended, before we know whether it may be used. */
export type WireStop = StopReason | "refusal" | "filtered" | "cut";

interface ToolDraft {
  id: string;
  name: string;
  json: string;
}

/** Collects a reply from the events of one protocol. One instance a call; `read` in order, then `finish` once. */
export class ReplyDraft {
  text = "";
  refusal = "";
  stop: WireStop = "cut";
  /** The protocol's last event was read: nothing of interest follows. */
  isOver = false;
  usage: ModelUsage | null = null;
  reportedUsd: number | null = null;
  readonly notes: string[] = [];
  readonly tools = new Map<number, ToolDraft>();

  /** Adds text and returns the event for it. */
  add(text: string): readonly ModelEvent[] {
    this.text += text;
    return text === "" ? [] : [{ type: "text", text }];
  }

  tool(index: number, part: { readonly id?: string; readonly name?: string; json?: string }): void {
    const draft = this.tools.get(index) ?? { id: "", name: "", json: "" };
    this.tools.set(index, {
      id: part.id ?? draft.id,
      name: part.name ?? draft.name,
      json: draft.json + (part.json ?? ""),
    });
  }

  /**
   * The reply, when it is complete and may be used.
   * @throws ModelFault `cut-stream`, `refusal`, `filtered`, or `malformed` for tool input that is not JSON.
   */
  finish(requestId: string | null): ModelReply {
    const known = { partialText: this.text, usage: this.usage, requestId };
    if (this.stop === "cut") {
      throw new ModelFault("cut-stream", "The reply ended before the model was done.", known);
    }
    if (this.stop === "refusal") {
      const said = this.refusal.slice(0, 200);
      throw new ModelFault("refusal", `The model refused${said && `: ${said}`}.`, known);
    }
    if (this.stop === "filtered") {
      throw new ModelFault("filtered", "The provider's content filter cut the reply.", known);
    }
    return {
      text: this.text,
      stop: this.stop,
      // A cut input can look like a valid, shorter one.
      tools: this.stop === "tool" ? [...this.tools.values()].map(toolUse) : [],
      usage: this.usage ?? noUsage,
      reportedUsd: this.reportedUsd,
      requestId,
      notes: this.notes,
    };
  }
}

/** Stands for "the provider did not say"; the caller of the adapter replaces it by an estimate. */
const noUsage: ModelUsage = {
  inputUncached: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
  isEstimated: true,
};

function toolUse({ id, name, json }: ToolDraft) {
  try {
    const input: unknown = JSON.parse(json === "" ? "{}" : json);
    return { id, name, input };
  } catch (error) {
    throw new ModelFault("malformed", `The input of the tool ${name} is not JSON.`, {
      cause: error,
    });
  }
}
