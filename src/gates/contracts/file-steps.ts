import type { Bucket } from "../../spec/entity.ts";
import { users } from "../../schema/matrix/users.ts";
import type { ContractStep, StepExpectation } from "./contract-step.ts";
import { idOf, wordsOf, type Teller } from "./story-context.ts";

const refused: StepExpectation = { kind: "refused", codes: [] };
const done: StepExpectation = { kind: "done" };

/** A file that is larger than a bucket takes is sent only where that is soon done. */
const mostBytes = 8_000_000;

/**
 * A file of the owner's in the bucket: sent by those who may not, in a wrong type and too large, then right; read,
 * removed by those who may not, still there, and removed.
 */
export function fileSteps(bucket: Bucket): readonly ContractStep[] {
  const type = (bucket.mimeTypes[0] ?? "").replace("*", "png");
  const wrongType = "application/x-contract";
  const path = `${users.owner}/contract`;
  const place = { bucket: bucket.name, path };
  const table = bucket.name;
  const upload = (who: Teller, changes: { type?: string; bytes?: number }) => ({
    request: { kind: "upload", as: idOf(who), ...place, bytes: 200, type, ...changes } as const,
    table,
    command: "insert" as const,
  });
  const download = (who: Teller, expect: StepExpectation, moment = ""): ContractStep => ({
    request: { kind: "download", as: idOf(who), ...place },
    expect,
    table,
    command: "select",
    words: `${wordsOf(who)} downloads the owner's file${moment}`,
  });
  const remove = (who: Teller, expect: StepExpectation): ContractStep => ({
    request: { kind: "remove", as: idOf(who), ...place },
    expect,
    table,
    command: "delete",
    words: `${wordsOf(who)} removes the owner's file`,
  });
  const strangers: readonly Teller[] = ["anon", "other"];
  const tooLarge =
    bucket.maxBytes > mostBytes
      ? []
      : [
          {
            ...upload("owner", { bytes: bucket.maxBytes + 1 }),
            expect: refused,
            words: `the owner uploads a file of more than ${bucket.maxBytes} bytes`,
          },
        ];
  return [
    ...strangers.map((who) => ({
      ...upload(who, {}),
      expect: refused,
      words: `${wordsOf(who)} uploads a file into the owner's folder`,
    })),
    {
      ...upload("owner", { type: wrongType }),
      expect: refused,
      words: `the owner uploads a file of the type ${wrongType}`,
    },
    ...tooLarge,
    { ...upload("owner", {}), expect: done, words: `the owner uploads a file of the type ${type}` },
    download("owner", done),
    ...(bucket.public ? [] : strangers.map((who) => download(who, refused))),
    {
      request: { kind: "open", ...place },
      expect: bucket.public ? done : refused,
      table,
      command: "select",
      words: "a visitor opens the file by its public address",
    },
    ...strangers.map((who) => remove(who, { kind: "unaffected" })),
    download("owner", done, " after others have tried to remove it"),
    remove("owner", { kind: "rows", rows: [{ key: { name: path }, values: {} }] }),
    download("owner", refused, " after it was removed"),
  ];
}
