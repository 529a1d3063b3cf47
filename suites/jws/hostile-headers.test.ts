import { describe, expect, it } from 'vitest'
import { completeTargetConfig, jwtCredential } from '../../harness/config/target-config.ts'
import { vectorsOf } from '../../harness/core/vectors.ts'
import { encode, join, partsOf } from '../../harness/forge/parts.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import { hostileHeaders } from './hostile-headers.ts'

const good = encode({ alg: 'RS256', kid: 'k'.repeat(43), typ: 'JWT' })
const token = join({ header: good, payload: encode({ sub: 'someone' }), signature: encode('good') })
const target = 'https://resource.example/me'

const input: CheckInput = {
  token,
  unknownToken: '',
  target: new URL(target),
  issuer: 'https://idp.example',
  config: completeTargetConfig({ target, credential: jwtCredential('api') }),
  jwks: { keys: [] },
  mint: async (recipe) => {
    const { rawHeader } = recipe ?? {}
    const header = typeof rawHeader === 'object' ? rawHeader.base64url : good
    return join({ header, payload: '', signature: encode('by the issuer') })
  },
}

const sent = Object.entries(await vectorsOf({ vectors: hostileHeaders, expect: [] }, input)).map(
  ([name, attempt]) => [name, partsOf(attempt.token ?? '')] as const,
)

const isHuge = (name: string): boolean => /20,000|50 kB/.test(name)

describe('hostile headers', () => {
  it('are all sent, signed by the issuer and not', () => {
    expect(sent.map(([name]) => name)).toEqual(Object.keys(hostileHeaders))
    for (const [name, { signature }] of sent) {
      expect(signature === encode('by the issuer'), name).toBe(name.endsWith(', signed'))
    }
  })

  it('are never the valid one', () => {
    for (const [name, { header }] of sent) expect(header, name).not.toBe(good)
  })

  it('leave room for a token within 16 KiB, or are meant not to', () => {
    for (const [name, { header }] of sent) {
      if (isHuge(name)) expect(header.length, name).toBeGreaterThan(16_384)
      else expect(header.length, name).toBeLessThan(14_000)
    }
  })

  it('nest as deep as they say', () => {
    const [, { header }] = sent.find(([name]) => name.startsWith('nothing but 2,000 nested arrays')) ?? [
      '',
      { header: '' },
    ]
    let value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString())
    let depth = 0
    for (; Array.isArray(value); value = value[0]) depth++
    expect(depth).toBe(2_000)
  })
})
