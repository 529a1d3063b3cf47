import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { unknownTokenLike } from '../core/credential.ts'
import type { Measured } from '../model/measurement.ts'
import { composeRequest } from '../wire/request.ts'
import { type MeasureOptions, measure } from './measure.ts'

const candidates = 64
/** A difference of some hundred nanoseconds shows at the first or second look of so short a time. */
const usualBudgetMs = 6000

interface SeededLeakOptions extends Pick<MeasureOptions, 'signal' | 'onProgress'> {
  /** In characters: the longer, the larger the difference. Default: 64. */
  readonly secretLength?: number
  /** Milliseconds at most, for each of its two series. Default: 6,000. */
  readonly budgetMs?: number
}

/** Measures a server of ours, on this machine, whose comparison stops at the first wrong character. */
export async function measureSeededLeak({
  secretLength = 64,
  budgetMs = usualBudgetMs,
  ...options
}: SeededLeakOptions): Promise<Measured> {
  const secret = 'seeded-leak-'.repeat(Math.ceil(secretLength / 12)).slice(0, secretLength)
  // The compiled server has another extension.
  const file = `./seeded-leak-server${extname(fileURLToPath(import.meta.url))}`
  const worker = new Worker(new URL(file, import.meta.url), { workerData: secret })
  try {
    const [port] = await once(worker, 'message')
    const host = `127.0.0.1:${port}`
    const request = (token: string) =>
      composeRequest({ method: 'GET', target: '/', fields: [`Host: ${host}`, `Authorization: Bearer ${token}`] })
    const wrongAtEnd = () => unknownTokenLike(secret, secret.length - 4)
    const many = (draw: () => string) => Array.from({ length: candidates }, () => request(draw()))
    return await measure(() => ({ left: many(() => unknownTokenLike(wrongAtEnd(), 0, 1)), right: many(wrongAtEnd) }), {
      ...options,
      server: { origin: new URL(`http://${host}`) },
      groups: { left: 'a wrong first byte', right: 'wrong last bytes' },
      budgetMs,
    })
  } finally {
    await worker.terminate()
  }
}
