/** Where codes, refresh tokens, sessions and keys live. Values are JSON. */
export interface Store {
  /** `undefined` where there is nothing, or nothing any more. */
  get(key: string): Promise<unknown>
  /** Forgotten after `seconds` of real time. */
  set(key: string, value: unknown, seconds: number): Promise<void>
  /** Sets only what is absent. Of many at once, exactly one is answered true. */
  add(key: string, value: unknown, seconds: number): Promise<boolean>
  /** Removes and returns. Of many at once, exactly one gets the value. */
  take(key: string): Promise<unknown>
  /** Whether there was something. */
  delete(key: string): Promise<boolean>
  /** Forgets every key that starts with the prefix. */
  clear(prefix: string): Promise<void>
  close(): Promise<void>
}
