import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { missingRedis, startRedis } from './support/redis-server.ts'

const verifier = 'v'.repeat(43)
const code_challenge = createHash('sha256').update(verifier).digest('base64url')
const redirect_uri = 'http://127.0.0.1:4000/callback'

test.skipIf(missingRedis)('two replicas share keys, codes and refresh tokens', async () => {
  const redis = await startRedis()
  const replicas = await Promise.all([startReplica(redis.url), startReplica(redis.url)])
  try {
    const [one, other] = replicas.map(({ url }) => url)
    const keys = await Promise.all([one, other].map(async (url) => (await fetch(`${url}/jwks`)).json()))
    expect(keys[0]).toEqual(keys[1])

    const signIn = async () => {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: 'conformance-public',
        redirect_uri,
        scope: 'openid',
        code_challenge,
        code_challenge_method: 'S256',
      })
      const answer = await fetch(`${one}/authorize?${query}`, { redirect: 'manual' })
      const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
      return { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier }
    }
    const urls = [one ?? '', other ?? '']
    expect(await race(urls, await signIn())).toHaveLength(1)

    for (let round = 0; round < 20; round++) {
      const [first] = await race(urls.slice(1), await signIn(), 1)
      const won = await race(urls, { grant_type: 'refresh_token', refresh_token: first?.refresh_token ?? '' }, 8)
      expect(won).toHaveLength(1)
      // The other uses revoked the family, and with it the tokens of the successful use (RFC 9700 §4.14.2).
      const { refresh_token = '' } = won[0] ?? {}
      expect(await race(urls, { grant_type: 'refresh_token', refresh_token }, 1)).toEqual([])
    }
  } finally {
    for (const { stop } of replicas) stop()
    await redis.stop()
  }
})

interface Tokens {
  readonly refresh_token: string
}

/** Sends the same token request many times at once, and returns the successful responses. */
const race = async (
  urls: readonly string[],
  form: Readonly<Record<string, string>>,
  requests = 200,
): Promise<readonly Tokens[]> => {
  const body = new URLSearchParams({ client_id: 'conformance-public', ...form })
  const all = Array.from({ length: requests }, async (_, turn) => {
    const response = await fetch(`${urls[turn % urls.length]}/token`, { method: 'POST', body })
    const answer = (await response.json()) as Tokens
    return response.status === 200 ? [answer] : []
  })
  return (await Promise.all(all)).flat()
}

const startReplica = async (store: string) => {
  const child = fork(fileURLToPath(new URL('./support/replica.ts', import.meta.url)), [store])
  const [url] = (await once(child, 'message')) as [string]
  return { url, stop: () => child.kill() }
}
