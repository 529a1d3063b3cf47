/** One of two processes that take the same keys, many times at once each: `node racer.ts <store>`. */
import { openStore } from '../../store/open-store.ts'

export interface Race {
  readonly keys: readonly string[]
  /** How often each key is taken. */
  readonly times: number
}

/** What was taken, one entry for each take that got something. */
export type Prizes = readonly unknown[]

const store = await openStore(process.argv[2] ?? '')

process.on('message', async ({ keys, times }: Race) => {
  const prizes: unknown[] = []
  for (const key of keys) {
    const taken = await Promise.all(Array.from({ length: times }, () => store.take(key)))
    prizes.push(...taken.filter((value) => value !== undefined))
  }
  process.send?.(prizes)
})

process.on('disconnect', () => process.exit())
process.send?.('ready')
