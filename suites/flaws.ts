import type { Attempt } from '../harness/model/expectation.ts'

/** How a flawed token is made: by the issuer, by forgery, or as a text of its own. */
type FlawRecipe = Pick<Attempt, 'token' | 'jwt' | 'forge' | 'forEach'>

/** A flaw of a credential, described once. Suites send it; `conformance mint --flaw <id>` prints it. */
export interface CredentialFlaw {
  /** Such as `expired`. */
  readonly id: FlawId
  /** Completes "a token …". */
  readonly about: string
  /** Known vulnerabilities of software that accepted it. */
  readonly cves: readonly string[]
  readonly recipe: FlawRecipe
}

const table = {
  expired: {
    about: 'that expired an hour ago',
    cves: [],
    recipe: { jwt: { claims: { exp: '-1h', nbf: '-3905s', iat: '-3905s' } } },
  },
  'no-expiry': {
    about: 'without exp, which never expires',
    cves: [],
    recipe: { jwt: { withoutClaims: ['exp'] } },
  },
  'not-yet-valid': {
    about: 'that is valid from an hour ahead on',
    cves: [],
    recipe: { jwt: { claims: { nbf: '+1h', exp: '+2h' } } },
  },
  'expiry-as-text': {
    about: 'whose exp is digits in a string',
    cves: [],
    recipe: { jwt: { claims: { exp: '9999999999' } } },
  },
  'unknown-issuer': {
    about: 'whose iss is an unknown issuer',
    cves: [],
    recipe: { jwt: { claims: { iss: 'https://other.example' } } },
  },
  'other-tenant': {
    about: 'whose iss is another tenant of the same provider',
    cves: ['CVE-2026-23552'],
    recipe: { jwt: { claims: { iss: '{issuer.otherTenant}' } } },
  },
  'issuer-part': {
    about: 'whose iss is the first half of the issuer',
    cves: ['CVE-2024-53861'],
    recipe: { jwt: { claims: { iss: '{issuer|first-half}' } } },
  },
  'other-audience': {
    about: 'for another API',
    cves: ['CVE-2025-62610'],
    recipe: { jwt: { claims: { aud: 'https://other-api.example' } } },
  },
  'no-audience': {
    about: 'without aud',
    cves: [],
    recipe: { jwt: { withoutClaims: ['aud'] } },
  },
  'other-audiences': {
    about: 'for two other APIs',
    cves: [],
    recipe: { jwt: { claims: { aud: ['https://other-api.example', 'https://third-api.example'] } } },
  },
  'audience-part': {
    about: 'whose aud is the first half of the audience',
    cves: [],
    recipe: { jwt: { claims: { aud: '{audience|first-half}' } } },
  },
  'audience-object': {
    about: 'whose aud is an object with the audience as a member',
    cves: ['CVE-2020-26160'],
    recipe: { jwt: { claims: { aud: { '{audience}': 1 } } } },
  },
  'id-token': {
    about: 'that is an ID token',
    cves: [],
    recipe: {
      jwt: {
        header: { typ: 'JWT' },
        claims: {
          aud: '{clientId}',
          azp: '{clientId}',
          nonce: 'conformance-nonce',
          at_hash: 'Y29uZm9ybWFuY2UtYXRfaA',
          auth_time: '{claims.iat}',
        },
      },
    },
  },
  'tampered-payload': {
    about: 'whose subject was changed after signing',
    cves: ['CVE-2020-15240', 'CVE-2021-22573'],
    recipe: { forge: { claims: { sub: 'somebody-else' } } },
  },
  'tampered-header': {
    about: 'whose header was changed after signing',
    cves: [],
    recipe: { forge: { header: { x: 1 } } },
  },
  'tampered-signature': {
    about: 'with one bit of its signature changed',
    cves: [],
    recipe: { forge: { signature: { change: 'first-byte-flipped' } } },
  },
  'empty-signature': {
    about: 'with an empty signature, for each declared algorithm',
    cves: ['CVE-2020-28042'],
    recipe: { forEach: 'declaredAlgorithm', forge: { from: { alg: '{declaredAlgorithm.name}' }, signature: 'empty' } },
  },
  'four-parts': {
    about: 'with a fourth part',
    cves: [],
    recipe: { token: '{token}.x' },
  },
  polyglot: {
    about: 'that is JSON and a compact token at once',
    cves: ['CVE-2022-39227'],
    recipe: {
      forge: {
        from: { claims: { iat: '-2h', nbf: '-2h', exp: '-1h' } },
        form: {
          polyglot: 'flattened',
          claims: { sub: 'somebody-else', iat: '{claims.iat}', nbf: '{claims.nbf}', exp: '{claims.exp}' },
        },
      },
    },
  },
  'json-serialization': {
    about: 'in the flattened JSON serialization',
    cves: [],
    recipe: { forge: { form: { json: 'flattened' } } },
  },
  'header-array': {
    about: 'whose header is a JSON array',
    cves: [],
    recipe: { forge: { rawHeader: '[]', signature: 'random' } },
  },
  'unknown-critical-extension': {
    about: 'with a critical extension that no server knows',
    cves: ['CVE-2025-59420', 'CVE-2026-32597'],
    recipe: { jwt: { header: { crit: ['http://example/ext'], 'http://example/ext': true } } },
  },
  encrypted: {
    about: 'encrypted to a published key instead of signed',
    cves: ['CVE-2026-29000', 'CVE-2023-51774', 'CVE-2022-3102', 'CVE-2022-39174'],
    recipe: {
      forEach: 'encryption',
      forge: {
        form: {
          encryptedTo: '{encryption.key}',
          alg: '{encryption.alg}',
          content: 'claims',
          header: { typ: 'JWT' },
        },
      },
    },
  },
  'alg-none': {
    about: 'without a signature, whose alg is none',
    cves: ['CVE-2015-2951', 'CVE-2018-1000531', 'CVE-2021-44878', 'CVE-2022-23540'],
    recipe: {
      forge: {
        algText: '"none"',
        signature: 'empty',
      },
    },
  },
  'undeclared-algorithm': {
    about: 'by a trusted key, under an algorithm that is not declared',
    cves: [],
    recipe: { forEach: 'undeclaredAlgorithm', jwt: { alg: '{undeclaredAlgorithm.name}' } },
  },
  'hmac-public-key': {
    about: 'with an HMAC under a published key',
    cves: [
      ...['CVE-2015-9235', 'CVE-2016-10555', 'CVE-2016-5431', 'CVE-2017-11424', 'CVE-2022-29217', 'CVE-2023-48223'],
      ...['CVE-2024-33663', 'CVE-2024-37568', 'CVE-2024-54150', 'CVE-2026-22817', 'CVE-2026-34950', 'CVE-2026-48526'],
    ],
    recipe: {
      forEach: 'publishedKeyForm',
      forge: {
        header: { kid: '{publishedKeyForm.kid}' },
        signature: { hmac: 'HS256', secret: '{publishedKeyForm.secret}' },
      },
    },
  },
  'hmac-empty-secret': {
    about: 'with an HMAC under an empty secret',
    cves: ['CVE-2019-20933', 'CVE-2020-28637'],
    recipe: {
      forge: {
        // Of a token that this secret did sign, the same bytes would be the valid token.
        rewrittenClaims: 'spaced',
        withoutHeader: ['{publicKeyHeader}'],
        signature: { hmac: '{hmacAlgorithm}' as 'HS256', secret: '' },
      },
    },
  },
  'ecdsa-zero-signature': {
    about: 'with an ECDSA signature of r = s = 0',
    cves: ['CVE-2022-21449'],
    recipe: {
      forEach: 'ecdsaKey',
      forge: {
        header: { alg: '{ecdsaKey.alg}', kid: '{ecdsaKey.kid}' },
        withoutHeader: ['{ecdsaKey.withoutHeader}'],
        signature: { r: '0', s: '0' },
      },
    },
  },
  'untrusted-key': {
    about: 'signed by an untrusted key, under a published kid',
    cves: [],
    recipe: {
      forEach: 'declaredAlgorithm',
      forge: { from: { alg: '{declaredAlgorithm.name}' }, signature: 'untrusted' },
    },
  },
  'embedded-key': {
    about: 'signed by an untrusted key that its header holds',
    cves: ['CVE-2018-0114'],
    recipe: {
      forge: {
        header: { jwk: '{untrusted.jwkWithoutKid}' },
        withoutHeader: ['kid'],
        signature: 'untrusted',
      },
    },
  },
  'embedded-certificate': {
    about: 'signed by an untrusted key whose self-signed certificate its header holds',
    cves: [],
    recipe: {
      forge: { header: { x5c: ['{untrusted.certificate}'] }, withoutHeader: ['kid'], signature: 'untrusted' },
    },
  },
  'unknown-kid': {
    about: 'that names a key that no issuer has',
    cves: [],
    recipe: { jwt: { kid: '{header.kid}', header: { kid: 'a-key-of-nobody' } } },
  },
} as const satisfies Readonly<Record<string, Omit<CredentialFlaw, 'id'>>>

export type FlawId = keyof typeof table

export const flaws: readonly CredentialFlaw[] = (Object.keys(table) as FlawId[]).map((id) => ({ id, ...table[id] }))

/** The recipe of a flaw, as a vector of a check. */
export const flaw = <Id extends FlawId>(id: Id): (typeof table)[Id]['recipe'] => table[id].recipe

/** The known vulnerabilities of a flaw, for a sentence. */
export const cvesOf = (id: FlawId): string => table[id].cves.join(', ')
