import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { completeTargetConfig, staticCredential, type TargetConfigInput } from '../config/target-config.ts'
import {
  assertKnownOrigin,
  guardRequests,
  isLoopbackAddress,
  mostAtOnce,
  reasonAgainstBursts,
  reasonAgainstTiming,
  resolveDestination,
} from './guard.ts'

const byte = fc.integer({ min: 0, max: 255 })
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'))
const loopbackIpv4 = fc.tuple(byte, byte, byte).map((bytes) => `127.${bytes.join('.')}`)
const mappedForms = [
  (address: string) => `::ffff:${address}`,
  (address: string) => `0:0:0:0:0:FFFF:${address}`,
  (address: string) => `::ffff:${hexadecimal(address)}`,
]

/** The groups of an IPv6 address for the bytes of an IPv4 address. */
function hexadecimal(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(':')
}

describe('isLoopbackAddress', () => {
  it('accepts 127.0.0.0/8, also mapped into IPv6, and no other IPv4 address', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, loopbackIpv4), fc.constantFrom(String, ...mappedForms), (address, form) => {
        expect(isLoopbackAddress(form(address))).toBe(address.startsWith('127.'))
      }),
    )
  })

  it('accepts ::1 in every spelling, and no other IPv6 address', () => {
    for (const spelling of ['::1', '0:0:0:0:0:0:0:1', '::0001', '0::1', '::0.0.0.1']) {
      expect([spelling, isLoopbackAddress(spelling)]).toEqual([spelling, true])
    }
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const { hostname } = new URL(`http://[${address}]/`)
        const expected = hostname === '[::1]' || /^\[::ffff:7f[0-9a-f]{2}:/.test(hostname)
        expect(isLoopbackAddress(address)).toBe(expected)
      }),
    )
  })

  it('accepts no names, whatever they look like', () => {
    const suffix = fc.constantFrom('.example', '.evil.example', '.', ':80', '/', '@evil.example', ' ', '\0', '.0.0.0.1')
    fc.assert(
      fc.property(fc.oneof(loopbackIpv4, fc.constant('localhost')), suffix, (beginning, end) => {
        expect(isLoopbackAddress(beginning + end)).toBe(false)
      }),
    )
    expect(['localhost', '', '127', '127.1', '0.0.0.0', '::'].some(isLoopbackAddress)).toBe(false)
  })
})

describe('resolveDestination', () => {
  const found = (...addresses: readonly string[]) =>
    vi.fn(async (_name: string) => addresses.map((address) => ({ address })))
  const at = (host: string, lookUp = found()) => resolveDestination(new URL(`http://${host}:8000/me`), lookUp)

  it('takes addresses in a URL as they are, in all spellings of a URL', async () => {
    const lookUp = found()
    for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]']) {
      expect([host, (await at(host, lookUp)).onLoopback]).toEqual([host, true])
    }
    for (const host of ['192.0.2.1', '[2001:db8::1]', '[::ffff:192.0.2.1]', '0.0.0.0', '1.0.0.127']) {
      expect([host, (await at(host, lookUp)).onLoopback]).toEqual([host, false])
    }
    expect(lookUp).not.toHaveBeenCalled()
  })

  it('judges a name by all addresses that it has', async () => {
    const names = fc.constantFrom('127.evil.example', '127.0.0.1.evil.example', 'localhost', 'api.example')
    const addresses = fc.array(fc.oneof(ipv4, loopbackIpv4), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(names, addresses, async (name, addresses) => {
        const expected = addresses.every((address) => address.startsWith('127.'))
        expect(await at(name, found(...addresses))).toMatchObject({ addresses, onLoopback: expected })
      }),
    )
  })

  it('reads localhost. as localhost, and leaves other names alone', async () => {
    for (const [host, name] of [
      ['localhost.', 'localhost'],
      ['api.localhost.', 'api.localhost'],
      ['api.example.', 'api.example.'],
      ['notlocalhost.', 'notlocalhost.'],
    ] as const) {
      const lookUp = found('127.0.0.1')
      await at(host, lookUp)
      expect(lookUp).toHaveBeenLastCalledWith(name, { all: true })
    }
  })

  it('finds nothing on loopback for a name without an address', async () => {
    const lookUp = vi.fn().mockRejectedValueOnce(new Error('ENOTFOUND'))
    expect(await at('nowhere.invalid', lookUp)).toEqual({ origin: expect.any(URL), onLoopback: false })
  })
})

const timing = { budgetMs: 1000, resolution: 50, remote: false, raw: false }
const config = (more: Partial<TargetConfigInput> = {}) =>
  completeTargetConfig({ target: 'http://api.example/', credential: staticCredential('a', 'A'), timing, ...more })

describe('bursts and measurements', () => {
  it('are allowed on loopback, for a target that we start, and by permission', () => {
    expect(reasonAgainstBursts(config())).toContain('--allow-remote-bursts')
    expect(reasonAgainstTiming(config())).toContain('--timing-remote')
    for (const more of [{ onLoopback: true }, { started: true }]) {
      expect([reasonAgainstBursts(config(more)), reasonAgainstTiming(config(more))]).toEqual([undefined, undefined])
    }
    expect(reasonAgainstBursts(config({ allowRemoteBursts: true }))).toBeUndefined()
    expect(reasonAgainstTiming(config({ timing: { ...timing, remote: true } }))).toBeUndefined()
  })

  it('need each its own permission', () => {
    expect(reasonAgainstTiming(config({ allowRemoteBursts: true }))).toBeDefined()
    expect(reasonAgainstBursts(config({ timing: { ...timing, remote: true } }))).toBeDefined()
    const { timing: _, ...untimed } = config({ onLoopback: true })
    expect(reasonAgainstTiming(untimed)).toContain('--no-timing')
  })
})

describe('guardRequests', () => {
  const outcomes = async (guarded: ReturnType<typeof guardRequests>, count: number, retryThrottled?: false) => {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const attempt = retryThrottled === undefined ? {} : { retryThrottled }
    const sending = Array.from({ length: count }, () => guarded(attempt, () => answered))
    const settled = Promise.allSettled(sending)
    answer()
    return (await settled).filter(({ status }) => status === 'rejected').length
  }
  const check = (...needs: readonly ('bursts' | 'credential')[]) => ({ id: 'test/one', needs }) as const

  it('stops a burst that is not declared, wherever the target is', async () => {
    const guarded = guardRequests(check('credential'), config({ onLoopback: true }))
    expect(await outcomes(guarded, mostAtOnce, false)).toBe(0)
    expect(await outcomes(guarded, mostAtOnce + 2, false)).toBe(2)
    expect(await outcomes(guarded, 4 * mostAtOnce)).toBe(0)
  })

  it('stops a declared burst where none is allowed', async () => {
    expect(await outcomes(guardRequests(check('bursts'), config()), 2 * mostAtOnce, false)).toBe(mostAtOnce)
    const allowed = guardRequests(check('bursts'), config({ allowRemoteBursts: true }))
    expect(await outcomes(allowed, 2 * mostAtOnce, false)).toBe(0)
  })
})

it('assertKnownOrigin allows the target and what was started, by scheme, host and port', () => {
  const known = [new URL('http://127.0.0.1:8000/me'), new URL('http://127.0.0.1:9000/')]
  expect(() => assertKnownOrigin(new URL('http://127.0.0.1:9000/other'), known)).not.toThrow()
  for (const other of ['http://127.0.0.1:8001/', 'https://127.0.0.1:8000/', 'http://localhost:8000/']) {
    expect(() => assertKnownOrigin(new URL(other), known)).toThrow(TypeError)
  }
})
