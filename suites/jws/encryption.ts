import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { encryptTo, type JweAlgorithm, jweAlgorithmsFor } from '../../harness/forge/jwe.ts'
import { decode, encode, type Json, partsOf } from '../../harness/forge/parts.ts'
import { namedKeys, type PublishedKey } from '../../harness/forge/published-keys.ts'
import { tokenByUntrustedSigner } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { JwkSet } from '../../harness/model/issuer.ts'

interface Forgery {
  readonly name: string
  readonly key: PublishedKey
  readonly alg: JweAlgorithm
  readonly content: string
  readonly header: Json
}

/** What an attacker may put inside: nothing of it was signed by the issuer. */
const contentsOf = (payload: string): Readonly<Record<string, Pick<Forgery, 'content' | 'header'>>> => ({
  'bare claims': { content: decode(payload).toString('utf8'), header: { typ: 'JWT' } },
  'an unsigned JWT': {
    content: `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    header: { typ: 'JWT', cty: 'JWT' },
  },
  "a stranger's JWT": { content: tokenByUntrustedSigner(payload), header: { typ: 'JWT', cty: 'JWT' } },
})

const labels: Readonly<Record<string, Json>> = {
  'no typ': {},
  'typ JWE': { typ: 'JWE' },
  'typ at+jwt': { typ: 'at+jwt' },
  'cty JWT': { typ: 'JWT', cty: 'JWT' },
  'cty application/json': { typ: 'JWT', cty: 'application/json' },
}

function forgeriesFor(jwks: JwkSet, payload: string): readonly Forgery[] {
  const contents = Object.entries(contentsOf(payload))
  const keys = namedKeys(jwks)
  const everyWay = keys.flatMap(([keyName, key]) =>
    jweAlgorithmsFor(key).flatMap((alg) =>
      contents.map(([inside, content]) => ({ name: `${alg} to ${keyName}, ${inside}`, key, alg, ...content })),
    ),
  )
  const [first] = everyWay
  const labelled = Object.entries(labels).map(([label, header]) => ({
    ...first,
    name: `${first?.name}, ${label}`,
    header,
  }))
  return first ? [...everyWay, ...labelled.map((forgery) => ({ ...first, ...forgery }))] : []
}

export const encryptionChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/jwe-rejected',
    title: 'does not take encryption to a published key for a signature',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '2.3'), rfc(8725, '3.3'), jwtBcp('2.3'), jwtBcp('3.3')],
    needs: ['issuer'],
    fix: 'Refuse tokens of five parts, or verify the signature of the token inside with the same rules as any other.',
    knownIncidents:
      'Libraries that accepted whatever decrypted, or skipped verification of the inner token (CVE-2026-29000, CVE-2023-51774, CVE-2022-3102, CVE-2022-39174).',
    vectors: async ({ token, jwks }) => {
      const forgeries = forgeriesFor(jwks, partsOf(token).payload).map(
        async ({ name, key, alg, content, header }): Promise<[string, Attempt]> => [
          name,
          { token: await encryptTo(key, alg, content, header) },
        ],
      )
      return Object.fromEntries(await Promise.all(forgeries))
    },
    expect: [rejected()],
  }),
]
