import { supabase, supabaseKey, supabaseUrl } from "@/lib/supabase";

interface UploadOptions {
  bucket: string;
  /** Starts with the id of the signed-in user. */
  path: string;
  body: Blob;
  contentType: string;
  /** Told the part that has been sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal: AbortSignal;
}

/**
 * Stores an object. Unlike the client library it tells how far it is: only XMLHttpRequest can.
 * Throws the signal's reason when it is aborted.
 */
export async function uploadObject(options: UploadOptions): Promise<void> {
  const { bucket, path, body, contentType, onProgress, signal } = options;
  const { data } = await supabase.auth.getSession();
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = new XMLHttpRequest();
  const abort = () => request.abort();
  request.open("POST", `${supabaseUrl}/storage/v1/object/${bucket}/${path}`);
  request.setRequestHeader("authorization", `Bearer ${data.session?.access_token ?? supabaseKey}`);
  request.setRequestHeader("apikey", supabaseKey);
  request.setRequestHeader("content-type", contentType);
  request.setRequestHeader("cache-control", "max-age=31536000");
  request.setRequestHeader("x-upsert", "false");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onProgress?.(event.loaded / event.total);
  });
  request.addEventListener("load", () => {
    if (request.status >= 200 && request.status < 300) resolve();
    else reject(new Error(refusalOf(request)));
  });
  request.addEventListener("error", () => reject(new TypeError("Failed to fetch")));
  request.addEventListener("abort", () => reject(signal.reason));
  signal.addEventListener("abort", abort);
  request.send(body);
  return promise.finally(() => signal.removeEventListener("abort", abort));
}

/** The storage answers with JSON; what is in front of it may answer with a page. */
function refusalOf(request: XMLHttpRequest): string {
  const found = /"message"\s*:\s*"([^"]+)"/.exec(request.responseText)?.[1];
  return found ?? (request.status === 413 ? "The file is too large" : `Status ${request.status}`);
}
