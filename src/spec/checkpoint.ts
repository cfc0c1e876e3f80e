/** A point to which code and database return together. The database state is named by the newest migration applied. */
export interface Checkpoint {
  /** The newest phase that is built; 0 before the first. */
  readonly phase: number;
  /** The commit in the app's own repository, 40 hexadecimal digits. */
  readonly commit: string;
  /** Version of the newest migration, or null before the first table. */
  readonly database: string | null;
}
