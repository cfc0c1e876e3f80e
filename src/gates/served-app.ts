/** Something that serves an app on loopback. */
export interface AppServer {
  /** `http://127.0.0.1:4711`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}
