import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { freePort, missingRedis, type RedisServer, startRedis } from '../test/support/redis-server.ts'
import type { TakeRequest } from '../test/support/take-process.ts'
import { openStore } from './open-store.ts'
import { scopedStore } from './scoped-store.ts'
import type { Store } from './store.ts'

/** Starts Redis, and stops it after the test. */
const startForTest = async (...options: readonly string[]): Promise<RedisServer> => {
  const redis = await startRedis(...options)
  onTestFinished(redis.stop)
  return redis
}

const many = (task: () => Promise<unknown>) => Promise.all(Array.from({ length: 500 }, task))

const contract = (open: () => Promise<Store>) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await store.clear('')
    return () => store.close()
  })

  test('stores copies of values', async () => {
    const value: { list: unknown[]; [name: string]: unknown } = {
      text: ':base64:"ü"',
      list: [1, null, { deep: true }],
      none: null,
    }
    await store.set('key', value, 60)
    value.list.push('later')
    const got = await store.get('key')
    expect(got).toEqual({ text: ':base64:"ü"', list: [1, null, { deep: true }], none: null })
    for (const plain of ['', 'text', 0, false, null]) {
      await store.set('plain', plain, 60)
      expect(await store.get('plain')).toBe(plain)
    }
  })

  test('replaces, deletes and expires entries', async () => {
    await store.set('key', 1, 60)
    await store.set('key', 2, 60)
    expect(await store.get('key')).toBe(2)
    expect([await store.delete('key'), await store.delete('key')]).toEqual([true, false])
    expect(await store.get('key')).toBeUndefined()
    await store.set('brief', 1, 0.001)
    await expect.poll(() => store.get('brief')).toBeUndefined()
    expect(await store.add('brief', 2, 60)).toBe(true)
  })

  test('of concurrent adds, exactly one returns true, and its value is stored', async () => {
    let next = 0
    const added = await many(() => store.add('key', next++, 60))
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await store.get('key')).toBe(added.indexOf(true))
  })

  test('of concurrent takes, exactly one gets the value', async () => {
    await store.set('key', { code: 'one' }, 60)
    const taken = await many(() => store.take('key'))
    expect(taken.filter((value) => value !== undefined)).toEqual([{ code: 'one' }])
    expect(await store.get('key')).toBeUndefined()
  })

  test('clears by prefix, also with special characters', async () => {
    const keys = ['a*:1', 'a*:2', 'ab:1', 'a[b]:1', 'a?:1', 'a\\:1']
    for (const prefix of ['a*:', 'a[b]:', 'a?:', 'a\\:']) {
      for (const key of keys) await store.set(key, 1, 60)
      await store.clear(prefix)
      for (const key of keys) expect(await store.get(key)).toBe(key.startsWith(prefix) ? undefined : 1)
    }
  })

  test('a scoped store has its own keys', async () => {
    const [one, other] = [scopedStore(store, 'one:'), scopedStore(store, 'other:')]
    await one.set('key', 1, 60)
    await other.set('key', 2, 60)
    await one.clear('')
    expect([await one.get('key'), await other.take('key')]).toEqual([undefined, 2])
  })
}

describe('in memory', () => contract(() => openStore('memory:')))

describe.skipIf(missingRedis)(`in Redis${missingRedis ? ` (${missingRedis})` : ''}`, () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  contract(() => openStore(redis.url))

  test('does not change other entries of the database', async () => {
    const { createClient } = await import('@keyv/redis')
    const client = await createClient({ url: redis.url }).connect()
    await client.set('theirs', 'kept')
    const store = await openStore(redis.url)
    await store.clear('')
    expect(await client.get('theirs')).toBe('kept')
    await Promise.all([store.close(), client.close()])
  })

  test('of 2 000 takes of a key by two processes, exactly one gets the value', async () => {
    const store = await openStore(redis.url)
    const keys = Array.from({ length: 10 }, (_, index) => `code:${index}`)
    for (const key of keys) await store.set(key, key, 60)
    const processes = [0, 1].map(() =>
      fork(fileURLToPath(new URL('../test/support/take-process.ts', import.meta.url)), [redis.url]),
    )
    await Promise.all(processes.map((process) => once(process, 'message')))
    const request: TakeRequest = { keys, times: 1000 }
    const taken = processes.map(async (process) => {
      process.send(request)
      return (await once(process, 'message'))[0]
    })
    expect((await Promise.all(taken)).flat().toSorted()).toEqual(keys)
    for (const process of processes) process.disconnect()
    await store.close()
  })
})

describe.skipIf(missingRedis)(`when Redis is not available${missingRedis ? ` (${missingRedis})` : ''}`, () => {
  const unavailable = { status: 503, code: 'temporarily_unavailable' }

  test('operations fail until Redis is available again', async () => {
    const redis = await startForTest()
    const store = await openStore(redis.url)
    await redis.stop()
    const asked = [store.get('a'), store.set('a', 1, 1), store.add('a', 1, 1), store.take('a'), store.clear('')]
    for (const one of await Promise.allSettled(asked))
      expect(one).toMatchObject({ status: 'rejected', reason: unavailable })
    await startForTest('--port', new URL(redis.url).port)
    await expect.poll(() => store.get('a').catch(() => 'unavailable'), { timeout: 10_000 }).toBeUndefined()
    await store.close()
  })

  test('operations time out if Redis does not respond', async () => {
    const redis = await startForTest()
    const { connectKeyvStore } = await import('./keyv-store.ts')
    const limits = { connect: 200, command: 100 }
    const store = await connectKeyvStore(new URL(redis.url), { ...limits, connect: 5000 })
    redis.process.kill('SIGSTOP')
    await expect(store.get('a')).rejects.toMatchObject(unavailable)
    await expect(connectKeyvStore(new URL(redis.url), limits)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    await store.close()
  })

  test('the error for a wrong password does not contain it', async () => {
    const redis = await startForTest('--requirepass', 'right')
    const url = (password: string) => redis.url.replace('//', `//:${password}@`)
    const store = await openStore(url('right'))
    await store.set('key', 1, 60)
    expect(await store.get('key')).toBe(1)
    await store.close()
    const { host } = new URL(redis.url)
    const error = await openStore(url('s3cret')).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining(host) })
    expect(error.message).toContain('WRONGPASS')
    expect(`${error.stack}${error.cause?.stack}`).not.toContain('s3cret')
  })
})

describe('a URL', () => {
  test('with a malformed percent-encoding in the password is rejected', async () => {
    await expect(openStore('redis://:%ff@127.0.0.1:1')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  })

  test('at which nothing listens is reported without its credentials', async () => {
    const host = `127.0.0.1:${await freePort()}`
    const error = await openStore(`redis://user:s3cret@${host}`).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining(host) })
    expect(error.message).not.toMatch(/s3cret|user/)
  })

  test.each([
    ['postgres://user:s3cret@host/db', 'memory:, redis:'],
    ['s3cret', 'not a URL'],
    ['redis://', 'host'],
    ['redis://:s3cret@host/name', 'number'],
  ])('%s is rejected', async (url, advice) => {
    const error = await openStore(url).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'OPTIONS', message: expect.stringContaining(advice) })
    expect(error.message).not.toContain('s3cret')
  })
})
