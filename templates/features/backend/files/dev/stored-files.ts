import {
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "@supabase/lite";
import type { PGlite } from "@supabase/lite/pglite";
import { requestedRange, type ByteRange } from "./shims/byte-ranges.ts";

type Adapter = NonNullable<App["_storageAdapter"]>;
type Metadata = Awaited<ReturnType<Adapter["headObject"]>>;

/** Where the bytes of uploaded files lie. A key is bucket and path: `videos/<user>/<name>.mp4`. */
export type FileStore = {
  readonly find: (key: string) => Promise<StoredFile | null>;
  readonly write: (key: string, bytes: Uint8Array) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
};

export type StoredFile = {
  readonly size: number;
  readonly modified: Date;
  readonly read: (range: ByteRange) => ReadableStream<Uint8Array>;
  readonly bytes: () => Promise<Uint8Array>;
};

export function filesInMemory(): FileStore {
  const files = new Map<string, { bytes: Uint8Array; modified: Date }>();
  return {
    find: async (key) => {
      const file = files.get(key);
      if (!file) return null;
      const read = ({ start, end }: ByteRange) =>
        new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(file.bytes.subarray(start, end + 1));
            controller.close();
          },
        });
      return {
        size: file.bytes.length,
        modified: file.modified,
        read,
        bytes: async () => file.bytes,
      };
    },
    write: async (key, bytes) => void files.set(key, { bytes, modified: new Date() }),
    remove: async (key) => void files.delete(key),
  };
}

export function filesInFolder(folder: string): FileStore {
  // Names that people give to files may hold characters that a file system refuses.
  const pathOf = (key: string) => join(folder, ...key.split("/").map(encodeURIComponent));
  return {
    find: async (key) => {
      const path = pathOf(key);
      const stats = await stat(path).catch(() => null);
      if (!stats?.isFile()) return null;
      const read = (range: ByteRange) => readSlice(path, range);
      return { size: stats.size, modified: stats.mtime, read, bytes: () => readFile(path) };
    },
    write: (key, bytes) => writeWhole(pathOf(key), bytes),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** Written beside and renamed, so that nobody ever reads half of it. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part-${process.pid}`;
  await writeFile(part, bytes);
  await rename(part, file);
}

/** Opens the file with the first read, as the answer to a HEAD request has a body that nobody reads or cancels. */
function readSlice(path: string, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let file: FileHandle | null = null;
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        file ??= await open(path);
        const length = Math.min(end + 1 - position, 256 * 1024);
        const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, position);
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
        position += bytesRead;
        if (bytesRead > 0 && position <= end) return;
        await file.close();
        controller.close();
      },
      async cancel() {
        await file?.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * Storage for `@supabase/lite`, whose own adapter is not exported, ignores `Range` and leaks a file
 * descriptor for each download. Type and caching of a file are kept where the library puts them:
 * in `storage.objects`.
 */
export function storageAdapter(options: { files: FileStore; database: PGlite }): Adapter {
  const { files, database } = options;

  const describe = async (bucket: string, path: string, file: StoredFile): Promise<Metadata> => {
    const { rows } = await database.query<{ metadata: Partial<Metadata> | null }>(
      "select metadata from storage.objects where bucket_id = $1 and name = $2",
      [bucket, path],
    );
    const { mimetype = "application/octet-stream", cacheControl = "no-cache" } =
      rows[0]?.metadata ?? {};
    return { ...basicMetadata(file), mimetype, cacheControl };
  };
  const mustFind = async (key: string) => {
    const file = await files.find(key);
    if (!file) throw new Error(`The database lists the file ${key}, but it is not stored.`);
    return file;
  };

  return {
    driver: null,
    getObject: async (bucket, path) => {
      const file = await mustFind(`${bucket}/${path}`);
      const metadata = await describe(bucket, path, file);
      const range = requestedRange(file.size);
      if (range === "unsatisfiable") {
        const contentRange = `bytes */${file.size}`;
        return { httpStatusCode: 416, metadata: { ...metadata, contentRange }, body: new Blob() };
      }
      if (!range) {
        return { httpStatusCode: 200, metadata, body: file.read({ start: 0, end: file.size - 1 }) };
      }
      const contentRange = `bytes ${range.start}-${range.end}/${file.size}`;
      const contentLength = range.end - range.start + 1;
      return {
        httpStatusCode: 206,
        metadata: { ...metadata, contentRange, contentLength },
        body: file.read(range),
      };
    },
    headObject: async (bucket, path) => describe(bucket, path, await mustFind(`${bucket}/${path}`)),
    uploadObject: async (bucket, path, _version, body, mimetype, cacheControl) => {
      const bytes = body instanceof Uint8Array ? body : await readAll(body);
      await files.write(`${bucket}/${path}`, bytes);
      return { ...basicMetadata(await mustFind(`${bucket}/${path}`)), mimetype, cacheControl };
    },
    deleteObject: (bucket, path) => files.remove(`${bucket}/${path}`),
    deleteObjects: async (bucket, paths) => {
      await Promise.all(paths.map((path) => files.remove(`${bucket}/${path}`)));
    },
    copyObject: async (bucket, path, _version, toBucket, toPath) => {
      const file = await mustFind(`${bucket}/${path}`);
      await files.write(`${toBucket}/${toPath}`, await file.bytes());
      const { eTag, lastModified } = basicMetadata(await mustFind(`${toBucket}/${toPath}`));
      return { httpStatusCode: 200, eTag, lastModified };
    },
    privateAssetUrl: async (bucket, path) => `${bucket}/${path}`,
  };
}

function basicMetadata(file: StoredFile) {
  const eTag = `"${file.size.toString(16)}-${file.modified.getTime().toString(16)}"`;
  return { size: file.size, contentLength: file.size, lastModified: file.modified, eTag };
}

async function readAll(body: Parameters<Adapter["uploadObject"]>[3]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
