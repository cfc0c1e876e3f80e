import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, ServerProtocol } from "./protocol.ts";

/** The faults of a stream whose status is 200. */
export const streamFaults = [
  "error-event",
  "overloaded-event",
  "clean-cut",
  "reset",
  "bad-chunk",
  "empty-stream",
  "stall",
  "stall-at-once",
  "cut-after-text",
  "reset-after-text",
  "stall-after-text",
  "no-done",
  "done-without-reason",
  "crlf",
  "comments",
  "split-bytes",
  "pings",
  "no-usage",
  "endless",
  "open-end",
  "reset-at-end",
] as const;

export type StreamFault = (typeof streamFaults)[number];

interface StreamJob {
  readonly response: ServerResponse;
  readonly protocol: ServerProtocol;
  readonly frames: readonly Frame[];
  readonly fault: StreamFault | null;
  readonly pieceDelayMs: number;
}

/** Writes the frames, with the fault in the place where it hurts. Ends the response, except when the fault is that it does not end. */
export async function writeStream({
  response,
  protocol,
  frames,
  fault,
  pieceDelayMs,
}: StreamJob): Promise<void> {
  const half = frames.slice(0, Math.ceil(frames.length / 2));
  const write = async (frame: Frame) => {
    if (frame.role === "piece" && pieceDelayMs > 0) await sleep(pieceDelayMs);
    response.write(frameText(frame));
  };
  switch (fault) {
    case "empty-stream":
      break;
    case "stall-at-once":
      return;
    case "error-event":
    case "overloaded-event":
      for (const frame of half) await write(frame);
      await write(protocol.errorFrame(errorOf(fault)));
      break;
    case "clean-cut":
      for (const frame of half) await write(frame);
      break;
    case "reset":
      for (const frame of half) await write(frame);
      await sleep(20);
      response.destroy();
      return;
    case "stall":
      for (const frame of half) await write(frame);
      return;
    case "cut-after-text":
    case "reset-after-text":
    case "stall-after-text":
      for (const frame of frames) {
        if (frame.role === "start" || frame.role === "piece") await write(frame);
      }
      if (fault === "stall-after-text") return;
      await sleep(20);
      if (fault === "reset-after-text") response.destroy();
      break;
    case "bad-chunk":
      for (const frame of half) await write(frame);
      response.write(frameText({ event: half.at(-1)?.event ?? null, data: '{"broken": ' }));
      break;
    case "endless":
      await writeForever(response, frames);
      return;
    case "open-end":
    case "reset-at-end":
      for (const frame of frames) {
        if (frame.role !== "end" || protocol.name === "openai-responses") await write(frame);
      }
      await sleep(20);
      if (fault === "reset-at-end") response.destroy();
      return;
    case "comments":
    case "pings":
      for (const frame of frames) {
        response.write(fault === "pings" && protocol.name === "anthropic" ? ping : ": alive\n\n");
        await write(frame);
      }
      break;
    case "crlf":
      for (const frame of frames) response.write(frameText(frame).replaceAll("\n", "\r\n"));
      break;
    case "split-bytes":
      await writeBytes(response, Buffer.from(frames.map(frameText).join("")));
      break;
    case "no-done":
      for (const frame of frames) if (frame.role !== "end") await write(frame);
      break;
    case "done-without-reason":
      for (const frame of frames) if (frame.role !== "reason") await write(frame);
      break;
    case "no-usage":
      for (const frame of frames) {
        if (frame.role !== "usage") await write({ ...frame, data: withoutUsage(frame.data) });
      }
      break;
    case null:
      for (const frame of frames) await write(frame);
      break;
  }
  response.end();
}

const ping = 'event: ping\ndata: {"type":"ping"}\n\n';

function frameText({ event, data }: Pick<Frame, "event" | "data">): string {
  return `${event === null ? "" : `event: ${event}\n`}data: ${data}\n\n`;
}

function errorOf(fault: "error-event" | "overloaded-event") {
  return fault === "error-event"
    ? { status: 500, code: "server_error", message: "Simulated error inside a stream." }
    : { status: 529, code: "overloaded", message: "Simulated overload inside a stream." };
}

/** The JSON without what it says of tokens. */
export function withoutUsage(json: string): string {
  return json.replace(/"usage":\{(?:[^{}]|\{[^{}]*\})*\}/g, '"usage":null');
}

/** Repeats one piece until the peer goes away. */
async function writeForever(response: ServerResponse, frames: readonly Frame[]): Promise<void> {
  for (const frame of frames.filter(({ role }) => role === "start")) {
    response.write(frameText(frame));
  }
  const piece = frames.find(({ role, data }) => role === "piece" && data.includes("delta"));
  await writeBlocks(response, piece === undefined ? "" : frameText(piece).repeat(200));
}

/** Writes the same again and again until the peer goes away. */
export async function writeBlocks(response: ServerResponse, block: string): Promise<void> {
  while (!response.destroyed) {
    if (!response.write(block)) await drained(response);
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.once("drain", go).once("close", go);
  });
}

/** Three bytes at a time: characters and frames arrive in parts. */
async function writeBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let start = 0; start < bytes.length; start += 3) {
    response.write(bytes.subarray(start, start + 3));
    if (start % 300 === 0) await sleep(0);
  }
}
