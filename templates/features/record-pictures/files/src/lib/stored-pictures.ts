import { supabase } from "@/lib/supabase";

/** Where pictures are kept, and which may be. */
export interface PictureBucket {
  readonly name: string;
  /** Whether everyone who has the address of a picture sees it; otherwise addresses are signed, and work for an hour. */
  readonly isPublic: boolean;
  readonly maxBytes: number;
  readonly mimeTypes: readonly string[];
}

const HOUR_SECONDS = 3600;

/** Types that are not written all in capitals. */
const TYPE_NAMES: Readonly<Record<string, string>> = { "image/jpeg": "JPEG", "image/webp": "WebP" };

/** What is wrong with a file as a picture for the bucket, or null. */
export function pictureProblem(file: File, bucket: PictureBucket): string | null {
  if (!bucket.mimeTypes.includes(file.type)) {
    return `Choose a picture of one of these types: ${typeNames(bucket)}.`;
  }
  if (file.size > bucket.maxBytes) {
    return `This picture is too large: the most is ${sizeName(bucket.maxBytes)}.`;
  }
  return null;
}

/** What can be chosen, in a few words: "PNG or JPEG, at most 5 MB". */
export function pictureHint(bucket: PictureBucket): string {
  return `${typeNames(bucket)}, at most ${sizeName(bucket.maxBytes)}`;
}

function typeNames({ mimeTypes }: PictureBucket): string {
  const names = mimeTypes.map((type) => TYPE_NAMES[type] ?? extensionOf(type).toUpperCase());
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}

function sizeName(bytes: number): string {
  const size = bytes >= 1_000_000 ? bytes / 1_000_000 : bytes / 1_000;
  return `${Math.floor(size * 10) / 10} ${bytes >= 1_000_000 ? "MB" : "KB"}`;
}

/** What a form does with the picture that is stored: nothing, remove it, or put a new one in its place. */
export type PictureChoice = "keep" | "none" | NewPicture;

/** A picture that is not stored yet, with an address to show it. */
interface NewPicture {
  readonly file: File;
  readonly url: string;
}

interface PictureChange {
  readonly bucket: PictureBucket;
  readonly choice: PictureChoice;
  /** The path of the picture so far; null when there is none. */
  readonly before: string | null;
  /** Whose folder a new picture goes to. */
  readonly userId: string;
}

/** Saves what a picture belongs to, with its path, or neither; a picture that was replaced is removed. */
export async function savePicture<Saved>(
  { bucket, choice, before, userId }: PictureChange,
  save: (path: string | null) => Promise<Saved>,
): Promise<Saved> {
  const stored =
    typeof choice === "object" ? await storePicture({ bucket, userId, file: choice.file }) : null;
  const path = choice === "keep" ? before : stored;
  try {
    const saved = await save(path);
    if (path !== before) await removePicture(bucket, before);
    return saved;
  } catch (error) {
    await removePicture(bucket, stored);
    throw error;
  }
}

interface NewFile {
  readonly bucket: PictureBucket;
  readonly userId: string;
  readonly file: File;
}

async function storePicture({ bucket, userId, file }: NewFile): Promise<string> {
  const path = `${userId}/${crypto.randomUUID()}.${extensionOf(file.type)}`;
  const { error } = await supabase.storage
    .from(bucket.name)
    .upload(path, file, { contentType: file.type });
  if (error) throw error;
  return path;
}

/** A picture that stays behind in storage is seen by nobody: no reason to report a failure. */
export async function removePicture(bucket: PictureBucket, path: string | null): Promise<void> {
  if (path !== null && path !== "") await supabase.storage.from(bucket.name).remove([path]);
}

function extensionOf(mimeType: string): string {
  const kind = mimeType.replace(/^image\//, "").replace(/\+.*$/, "");
  return kind === "jpeg" ? "jpg" : kind;
}

export function publicPictureUrl(bucket: PictureBucket, path: string): string {
  return supabase.storage.from(bucket.name).getPublicUrl(path).data.publicUrl;
}

interface Waiting {
  readonly bucket: string;
  readonly path: string;
  readonly resolve: (url: string) => void;
  readonly reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/** The address of a picture for the next hour. Those that are asked for together are signed with one request a bucket. */
export function signedPictureUrl({ name: bucket }: PictureBucket, path: string): Promise<string> {
  if (waiting.length === 0) queueMicrotask(() => void signAll());
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  waiting.push({ bucket, path, resolve, reject });
  return promise;
}

async function signAll(): Promise<void> {
  const asked = waiting;
  waiting = [];
  const buckets = [...new Set(asked.map(({ bucket }) => bucket))];
  await Promise.all(
    buckets.map((name) =>
      signBucket(
        name,
        asked.filter(({ bucket }) => bucket === name),
      ),
    ),
  );
}

async function signBucket(bucket: string, asked: readonly Waiting[]): Promise<void> {
  try {
    const paths = [...new Set(asked.map(({ path }) => path))];
    const { data, error } = await supabase.storage
      .from(bucket)
      .createSignedUrls(paths, HOUR_SECONDS);
    if (error) throw error;
    const signed = new Map(data.map(({ path, signedUrl }) => [path, signedUrl]));
    for (const { path, resolve, reject } of asked) {
      const url = signed.get(path);
      if (url) resolve(url);
      else reject(new Error("The picture was not found."));
    }
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}
