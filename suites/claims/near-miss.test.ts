import { describe, expect, it } from 'vitest'
import { audienceNearMisses, issuerNearMisses } from './near-miss.ts'

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
  it.each(issuers)('%s: each is another string than the issuer and than every other', (issuer) => {
    const values = Object.values(issuerNearMisses(issuer, [issuer]))
    expect(values).not.toContain(issuer)
    expect(values).not.toContain('')
    expect(new Set(values).size).toBe(values.length)
    expect(values.length).toBeGreaterThanOrEqual(13)
  })

  // Of an address in brackets nothing can be encoded.
  it.each(issuers.filter((issuer) => !issuer.includes('[')))(
    '%s: a parser of URLs takes some of them for the issuer',
    (issuer) => {
      const misses = issuerNearMisses(issuer, [issuer])
      const same = Object.keys(misses).filter((name) => URL.parse(misses[name] ?? '')?.href === new URL(issuer).href)
      expect(same).toContain('a percent-encoded letter')
      expect(same).toContain('a full-width dot')
      expect(same).toContain('an upper-case scheme')
    },
  )

  it('leaves out what is declared', () => {
    const misses = issuerNearMisses('https://idp.example', ['https://idp.example', 'https://idp.example/'])
    expect(misses).not.toHaveProperty('a slash more')
  })

  it('has something for what is no URL', () => {
    expect(Object.keys(issuerNearMisses('urn:idp', ['urn:idp'])).length).toBeGreaterThan(5)
  })
})

describe('audienceNearMisses', () => {
  it.each(['https://api.example', 'https://api.example/', 'API', 'api', '42', 'x', '*'])('%s', (audience) => {
    const values = Object.values(audienceNearMisses(audience, [audience])).flat()
    expect(values).not.toContain(audience)
    expect(values).not.toContain('')
    expect(new Set(values).size).toBe(values.length)
  })
})
