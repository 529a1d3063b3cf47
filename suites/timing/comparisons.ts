import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { behindKeyId, isHmacJws } from '../../harness/forge/credential-parts.ts'
import { credentialKind } from '../../harness/forge/jwt-credential.ts'
import type { Check, ComparisonCheck } from '../../harness/model/check.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

/** Why a declared limit would throttle the requests: it counts those that are rejected. */
const countedByLimit = ({ features: { limit } }: TargetConfig): string | undefined =>
  limit && (limit.countsFailures || limit.by.includes('address'))
    ? 'the declared rate limit would count the many requests that this takes'
    : undefined

const measured = {
  level: 'security',
  needs: ['static', 'timing'],
  exclusive: true,
  skipIf: countedByLimit,
} as const satisfies Partial<ComparisonCheck>

/** Skips a check where a limit would throttle it, and for a credential of another form. */
const forCredential =
  (fits: (credential: string) => boolean, otherwise: string) =>
  (config: TargetConfig): string | undefined =>
    countedByLimit(config) ?? (valueFits(config, fits) ? undefined : otherwise)

/** Our issuer's tokens are signed with private keys. */
const valueFits = ({ credential }: TargetConfig, fits: (credential: string) => boolean): boolean =>
  credential.kind === 'static' && fits(credential.value)

const noMac = 'the credential is no token that is signed with a shared key (HS256, HS384, HS512)'

const passes =
  'must take equally long for both groups at 99 %, in four looks, with an interval within --timing-resolution'

/** How a shared secret is compared. */
export const secretComparison = {
  ...measured,
  sends:
    'Bursts of rejected requests over one connection in random order, until the budget is used up: credentials whose last four bytes are wrong, and others whose first byte of the secret is wrong as well. Where we start the target and know the variable of its secret, it is started with one of up to 4,096 bytes.',
  passes,
  compare: {
    name: 'the secret',
    left: { name: 'a wrong first byte', wrong: ['first byte', 'last bytes'] },
    right: { name: 'right up to its last bytes', wrong: ['last bytes'] },
    longSecret: true,
  },
} as const satisfies Partial<ComparisonCheck>

export const comparisonChecks: readonly Check[] = [
  defineCheck({
    ...measured,
    id: 'timing/calibration',
    needs: ['credential', 'timing'],
    skipIf: (config) =>
      countedByLimit(config) ??
      (config.features.login || credentialKind(config) === 'static' || valueFits(config, isHmacJws)
        ? undefined
        : noMac),
    title: 'must be measurable: a seeded leak in our own server is detected in this run',
    severity: 'info',
    spec: [asvs('11.2.4'), cwe(208)],
    fix: 'Measure while the machine is less busy.',
    knownIncidents:
      'Measurements in fixed order, or tested too often, found differences in 4 to 97 of 100 servers without a leak.',
    sends:
      'Nothing to the target: it measures a small server of its own, whose comparison stops at the first wrong character of 64.',
    passes:
      'must show the seeded leak twice, and no difference between random halves of one group; otherwise every other verdict on durations is inconclusive',
    compare: 'seeded leak',
  }),
  defineCheck({
    ...secretComparison,
    id: 'timing/static-compare',
    title: 'must take as long to reject a secret that is almost right as one whose first byte is wrong',
    severity: 'medium',
    spec: [asvs('11.2.4'), cwe(208), rfc(7515, '10.9')],
    fix: 'Compare digests of both values with timingSafeEqual (Node), hmac.compare_digest (Python), subtle.ConstantTimeCompare (Go) or MessageDigest.isEqual (Java).',
    knownIncidents:
      'CVE-2022-24912 (Atlantis). Over HTTP, === on a token in Node shows in seconds, == in Python with long secrets.',
  }),
  defineCheck({
    ...measured,
    id: 'timing/mac-compare',
    needs: ['jwt', 'timing'],
    title:
      'must take as long to reject a message authentication code that is almost right as one whose first byte is wrong',
    severity: 'low',
    spec: [rfc(7515, '10.9'), asvs('11.2.4')],
    skipIf: forCredential(isHmacJws, noMac),
    fix: 'Let a JWT library verify the signature, or compare the codes with timingSafeEqual, never as strings.',
    knownIncidents: 'Signatures compared as base64 strings in handwritten JWT code.',
    sends:
      'Bursts of rejected requests over one connection in random order, until the budget is used up: the token with the last four bytes of its signature wrong, and with the first byte of its signature wrong as well.',
    passes,
    compare: {
      name: 'the signature',
      left: { name: 'a wrong first byte', wrong: ['first byte', 'last bytes'] },
      right: { name: 'right up to its last bytes', wrong: ['last bytes'] },
    },
  }),
  defineCheck({
    ...measured,
    id: 'timing/length-step',
    title: 'must take about as long to reject a secret that is one byte too short',
    severity: 'info',
    spec: [asvs('11.2.4'), cwe(208)],
    fix: 'Compare digests of both values, which have one length. A check of the length before the comparison is common, and reveals the length only.',
    knownIncidents: 'a.length === b.length && timingSafeEqual(a, b) differs by about 90 ns.',
    sends:
      'Bursts of rejected requests over one connection in random order: wrong credentials of the right length, and others that are one byte shorter; another field makes up for the byte.',
    passes:
      'must show no difference above 10 µs, which is worth a warning; a smaller one is only noted, because a length is rarely a secret',
    compare: {
      name: 'the length',
      left: { name: 'the right length', wrong: ['secret'] },
      right: { name: 'one byte less', wrong: ['secret'], oneByteShorter: true },
      // Several times the cost of comparing digests.
      tolerated: { nanoseconds: 10_000 },
      withinTolerance: 'note',
      advisory: true,
    },
  }),
  defineCheck({
    ...measured,
    id: 'timing/key-id',
    title: 'must take as long to reject an unknown key identifier as a known one with a wrong secret',
    severity: 'low',
    spec: [asvs('11.2.4'), cwe(208)],
    skipIf: forCredential(
      (credential) => behindKeyId(credential) > 1,
      'the credential has no key identifier in front of a dot or colon',
    ),
    fix: 'Do the same work for an unknown identifier: compare with the digest of a random secret.',
    knownIncidents: 'Keys such as id.secret whose secret is hashed only after the identifier was found.',
    sends:
      'Bursts of rejected requests over one connection in random order: the known identifier with wrong secrets, and unknown ones with wrong secrets.',
    passes: 'must show no difference at 99 %; a difference is a warning, because identifiers are often public',
    compare: {
      name: 'the identifier',
      left: { name: 'a known key identifier', wrong: ['secret'] },
      right: { name: 'an unknown one', wrong: ['key identifier', 'secret'] },
      advisory: true,
    },
  }),
  defineCheck({
    ...measured,
    id: 'timing/user-enumeration',
    title: 'must take as long to reject an unknown user as a known one with a wrong password',
    severity: 'medium',
    spec: [asvs('6.3.8'), cwe(204), cwe(208)],
    needs: ['login', 'timing'],
    fix: 'Hash the password in any case: for an unknown user against the hash of a random password.',
    knownIncidents: 'CVE-2026-32595 (Traefik BasicAuth): passwords hashed for existing users only.',
    sends:
      'Logins with wrong passwords over one connection in random order: of the declared user, and of a user that does not exist. Where they are slow, one at a time.',
    passes:
      'must show no difference above 5 ms and a tenth of what a login usually takes; a smaller one that shows is a warning',
    compare: {
      name: 'the user',
      left: { name: 'a known user', wrongLogin: ['password'] },
      right: { name: 'an unknown one', wrongLogin: ['username', 'password'] },
      // Reading a row from the database, or finding none, may take that much.
      tolerated: { nanoseconds: 5_000_000, share: 0.1 },
      withinTolerance: 'warning',
    },
  }),
]
