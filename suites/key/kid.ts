import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { answersWithin, doesNotCrash, rejected } from '../../harness/expect/index.ts'
import { hmacToken } from '../../harness/forge/hmac.ts'
import { encode, join, partsOf } from '../../harness/forge/parts.ts'
import { headerOf, randomLike, signatureOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import type { Listener } from '../../harness/model/run-context.ts'
import { flaw } from '../flaws.ts'
import { listenerNotContacted, noMoreThan } from './expect.ts'

/** A kid that a careless server uses as more than a name, with the HMAC secret that it then finds. */
interface Injection {
  readonly kid: string
  readonly secret?: string
  /** Over what an HTTP layer accepts: the server may close the connection. */
  readonly huge?: true
}

/** Milliseconds: three times the slowest answer to an unknown kid, and what a busy machine may add. */
const allowedMs = (slowestMs: number): number => 3 * slowestMs + 1500

const injections = ({ url }: Pick<Listener, 'url'>): Readonly<Record<string, Injection>> => ({
  'the empty file': { kid: '/dev/null', secret: '' },
  'the empty file, from below': { kid: '../../../../../../../../dev/null', secret: '' },
  'the empty file, its slashes encoded': { kid: '..%2f..%2f..%2f..%2fdev%2fnull', secret: '' },
  'a file of the system': { kid: '../../../../../../../../proc/sys/kernel/ostype', secret: 'Linux\n' },
  'a file that is not there': { kid: '../../../../nothing', secret: '' },
  'SQL that selects a secret': { kid: "nothing' UNION SELECT '1';--", secret: '1' },
  'SQL that selects a secret, in double quotes': { kid: 'nothing" UNION SELECT "1";--', secret: '1' },
  'SQL that is always true': { kid: "nothing' OR '1'='1" },
  'a pipe to a command': { kid: '|sleep 5' },
  'a command substitution': { kid: '$(sleep 5)' },
  'a command after a semicolon': { kid: ';sleep 5;' },
  'a lookup': { kid: `\${jndi:${url.replace('http:', 'ldap:')}/a}` },
  'an address': { kid: `${url}/key`, secret: 'a secret that the listener serves' },
  'a template': { kid: '{{7*7}}', secret: '49' },
  'an LDAP filter': { kid: '*)(uid=*' },
  'a null character': { kid: 'key\u0000.pem' },
  'line ends': { kid: 'key\r\nX-Injected: 1' },
  '64 kB': { kid: 'k'.repeat(64 * 1024), huge: true },
})

/** The token that the usual key signed, with something else as its kid. */
const named = (kid: unknown): Attempt => ({ jwt: { kid: '{header.kid}', header: { kid } } })

/** Where nobody can sign it again: the given token with something else as its kid, under its old signature. */
const renamed = (kid: unknown): Attempt => ({ forge: { header: { kid } }, when: { issuer: false } })

const strange: Readonly<Record<string, unknown>> = {
  empty: '',
  'a number': 1,
  null: null,
  'a list': ['{header.kid}'],
  'an object': { kid: '{header.kid}' },
  true: true,
}

const nearlyKnown: Readonly<Record<string, string>> = {
  'in another case': '{header.kid|other-case}',
  'after a space': ' {header.kid}',
  'before a space': '{header.kid} ',
  // In brackets: without them, it would be the prototype of the table.
  ['__proto__']: '__proto__',
  constructor: 'constructor',
  toString: 'toString',
}

const each = (kids: Readonly<Record<string, unknown>>, attempt: (kid: unknown) => Attempt, suffix = ''): Vectors =>
  Object.fromEntries(Object.entries(kids).map(([name, kid]) => [`${name}${suffix}`, attempt(kid)]))

export const kidChecks: readonly Check[] = [
  defineCheck({
    id: 'key/kid-injection',
    title: 'must use a kid as a name only',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(8725, '3.10'), rfc(8725, '2.9'), asvs('1.2.4'), cwe(73)],
    needs: ['jwt'],
    fix: 'Compare kid with the names in the JWK Set. Never use it in a path, a query, a command or an address.',
    knownIncidents:
      'kid as a file name below the folder of keys, where /dev/null verifies under an empty secret; CVE-2025-65945.',
    sends:
      'Three tokens with unknown kids; then kids that are paths, SQL, shell commands, lookups and templates, each with an HMAC under the secret that the injection would find and with a random signature.',
    passes: `must reject them all as quickly as an unknown kid; ${listenerNotContacted().text}`,
    because:
      'How slow an answer may be is measured first, and kids name the address of a listener that is opened for the check.',
    async run({ token, send, listen, expect, pause }) {
      const { payload } = partsOf(token)
      const { typ, alg } = headerOf(token)
      const listener = await listen(() => 'a secret that the listener serves')
      const forged = (kid: string) =>
        join({ header: encode({ alg, typ, kid }), payload, signature: encode(randomLike(signatureOf(token))) })

      const unknown = []
      for (const kid of ['unknown-1', 'unknown-2', 'unknown-3']) {
        const observed = await send(kid, { token: forged(kid) })
        expect(kid, observed, [rejected()], [observed])
        unknown.push(observed)
      }
      const slowest = Math.max(...unknown.map(({ exchange }) => exchange.durationMs))
      const within = answersWithin(allowedMs(slowest))

      const attempts = Object.entries(injections(listener)).flatMap(([name, { kid, secret, huge }]) => {
        const expectations = huge ? [rejected({ orCloses: true })] : [rejected(), within]
        const mac = secret !== undefined && { [`${name}, HMAC`]: hmacToken('HS256', secret, payload, { typ, kid }) }
        return Object.entries({ [name]: forged(kid), ...mac }).map(([vector, one]) => ({ vector, one, expectations }))
      })
      await Promise.all(
        attempts.map(async ({ vector, one, expectations }) => {
          const observed = await send(vector, { token: one })
          expect(vector, observed, expectations, [observed])
        }),
      )
      await pause(50)
      expect('our listener', listener, [listenerNotContacted()], unknown.slice(0, 1))
    },
  }),
  defineCheck({
    id: 'key/kid-lookup',
    title: 'must find keys by their exact kid, without a crash for any other',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7515, '4.1.4'), rfc(7517, '4.5'), asvs('16.5.3')],
    needs: ['jwt'],
    fix: 'Compare kid as text, byte for byte, in a map without inherited members; treat anything but text as no kid.',
    knownIncidents:
      'Objects used as tables, where "constructor" is found; errors on a kid that is a list, which became a 500.',
    vectors: {
      none: { jwt: { kid: '{header.kid}', withoutHeader: ['kid'] } },
      ...each(strange, named),
      'a kid of no key': flaw('unknown-kid'),
      ...each(nearlyKnown, named),
      ...each(
        { ...strange, 'a kid of no key': 'a-key-of-nobody', ...nearlyKnown },
        renamed,
        ', under the old signature',
      ),
    },
    expect: [doesNotCrash()],
    expectAll: [noMoreThan('a kid of no key', Object.keys(nearlyKnown))],
  }),
]
