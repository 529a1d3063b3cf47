/** A process that concurrently takes keys from a store, several times each: `node take-process.ts <store>`. */
import { openStore } from '../../store/open-store.ts'

export interface TakeRequest {
  readonly keys: readonly string[]
  /** The number of concurrent takes per key. */
  readonly times: number
}

const store = await openStore(process.argv[2] ?? '')

process.on('message', async ({ keys, times }: TakeRequest) => {
  const values: unknown[] = []
  for (const key of keys) {
    const taken = await Promise.all(Array.from({ length: times }, () => store.take(key)))
    values.push(...taken.filter((value) => value !== undefined))
  }
  process.send?.(values)
})

process.on('disconnect', () => process.exit())
process.send?.('ready')
