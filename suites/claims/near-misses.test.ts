import { describe, expect, it } from 'vitest'
import { completeTargetConfig, jwtCredential } from '../../harness/config/target-config.ts'
import { vectorsOf } from '../../harness/core/vectors.ts'
import type { CheckInput } from '../../harness/model/check.ts'
import type { Vectors } from '../../harness/model/expectation.ts'
import type { DeclaredDeviations } from '../../harness/model/target-config.ts'
import { audienceNearMisses, issuerNearMisses } from './near-misses.ts'

interface Given {
  readonly issuer?: string
  readonly audience?: string
  readonly accepts?: Partial<DeclaredDeviations>
}

/** The values of one claim that are sent to a target, by the name of their vector. */
async function sent(
  vectors: Vectors,
  claim: string,
  { issuer = 'https://idp.example', audience = 'api', accepts }: Given,
) {
  const target = 'https://resource.example/me'
  const config = completeTargetConfig({ target, credential: jwtCredential(audience), ...(accepts && { accepts }) })
  const input: CheckInput = {
    token: 'e30.e30.',
    unknownToken: '',
    target: new URL(target),
    issuer,
    config,
    jwks: { keys: [] },
    mint: async () => '',
  }
  const rendered = await vectorsOf({ vectors, expect: [] }, input)
  return Object.fromEntries(Object.entries(rendered).map(([name, { jwt }]) => [name, jwt?.claims?.[claim]]))
}

const sentIssuers = (issuer: string, accepts?: Given['accepts']) =>
  sent(issuerNearMisses, 'iss', { issuer, ...(accepts && { accepts }) })

const issuers = [
  'https://idp.example',
  'https://idp.example/',
  'https://IDP.EXAMPLE',
  'https://idp.example:443',
  'https://idp.example/realms/one',
  'http://127.0.0.1:4444',
  'http://[::1]:4444',
  'http://localhost',
]

describe('issuerNearMisses', () => {
  it.each(issuers)('%s: each is another string than the issuer and than every other', async (issuer) => {
    const values = Object.values(await sentIssuers(issuer))
    expect(values).not.toContain(issuer)
    expect(values).not.toContain('')
    expect(new Set(values).size).toBe(values.length)
    expect(values.length).toBeGreaterThanOrEqual(13)
  })

  // Of an address in brackets nothing can be encoded.
  it.each(issuers.filter((issuer) => !issuer.includes('[')))(
    '%s: a URL parser considers some of them the issuer',
    async (issuer) => {
      const same = Object.entries(await sentIssuers(issuer)).flatMap(([name, value]) =>
        URL.parse(String(value))?.href === new URL(issuer).href ? [name] : [],
      )
      expect(same).toContain('a percent-encoded letter')
      expect(same).toContain('a full-width dot')
      expect(same).toContain('an upper-case scheme')
    },
  )

  it('are not sent where they are declared', async () => {
    const misses = await sentIssuers('https://idp.example', { issuers: ['https://idp.example/'] })
    expect(misses).not.toHaveProperty('a slash more')
  })

  it('has some for an issuer that is no URL', async () => {
    expect(Object.keys(await sentIssuers('urn:idp')).length).toBeGreaterThan(5)
  })
})

describe('audienceNearMisses', () => {
  it.each(['https://api.example', 'https://api.example/', 'API', 'api', '42', 'x', '*'])('%s', async (audience) => {
    const values = Object.values(await sent(audienceNearMisses, 'aud', { audience })).flat()
    expect(values).not.toContain(audience)
    expect(values).not.toContain('')
    expect(new Set(values).size).toBe(values.length)
  })
})
