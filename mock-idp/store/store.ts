/** Where codes, refresh tokens, sessions and keys are stored. Values are JSON. */
export interface Store {
  /** `undefined` if there is no entry, or if it has expired. */
  get(key: string): Promise<unknown>
  /** Sets an entry that expires after `seconds` of real time. */
  set(key: string, value: unknown, seconds: number): Promise<void>
  /** Sets an entry if there is none, atomically: of concurrent calls, exactly one returns true. */
  add(key: string, value: unknown, seconds: number): Promise<boolean>
  /** Deletes an entry and returns its value, atomically: of concurrent calls, exactly one gets the value. */
  take(key: string): Promise<unknown>
  /** Deletes an entry. Returns whether there was one. */
  delete(key: string): Promise<boolean>
  /** Deletes every entry whose key starts with the prefix. */
  clear(prefix: string): Promise<void>
  close(): Promise<void>
}
