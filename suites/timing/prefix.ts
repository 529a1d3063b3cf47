import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import type { Check, Contrast, RunContext } from '../../harness/model.ts'
import { notTimed } from './allowed.ts'
import {
  algorithmOf,
  behindKeyId,
  isHmacJws,
  many,
  secretStart,
  wrongAtLast,
  wrongAtTheEnd,
  wrongFromFirst,
} from './candidates.ts'
import { compare } from './compare.ts'
import { longestSecret, type MeasuredSecret } from './long-secret.ts'

const sends =
  'Bursts of refused requests over one connection in random order, until the budget is used up: credentials whose last four bytes are wrong, and others whose first byte of the secret is wrong as well.'

/** What a comparison of digests costs, several times over. */
const acceptedStepNs = 10_000

export const prefixChecks: readonly Check[] = [
  defineCheck({
    id: 'timing/static-compare',
    title: 'takes as long to refuse a secret that is almost right as one that is wrong from its first byte',
    level: 'security',
    severity: 'medium',
    spec: [asvs('11.2.4'), cwe(208), rfc(7515, '10.9')],
    needs: ['static'],
    alone: true,
    confirms: true,
    unless: (profile) =>
      notTimed(profile) ??
      (profile.credential.kind === 'static' && algorithmOf(profile.credential.value) !== undefined
        ? 'the credential is a signed token, which is not compared as a whole'
        : undefined),
    fix: 'Compare digests of both values with timingSafeEqual (Node), hmac.compare_digest (Python), subtle.ConstantTimeCompare (Go) or MessageDigest.isEqual (Java).',
    seen: 'CVE-2022-24912 (Atlantis); === on a token in Node shows over HTTP in seconds, == in Python with long secrets.',
    sends: `${sends} Where we start the target and know the variable of its secret, it is started with one of 4,096 bytes.`,
    passes: 'shows no difference at 99 %, in four looks, and the interval is small enough to say so',
    async run(context) {
      const secret = await longestSecret(context)
      const start = secretStart(secret.token)
      if (secret.token.length - wrongAtTheEnd - start < 8) {
        return context.skip('the secret is too short for a first byte and last ones to be far apart')
      }
      await compare(context, nameOf(secret), secret, () => firstAgainstLast(context, secret.token, start))
    },
  }),
  defineCheck({
    id: 'timing/mac-compare',
    title:
      'takes as long to refuse a message authentication code that is almost right as one that is wrong from its first byte',
    level: 'security',
    severity: 'low',
    spec: [rfc(7515, '10.9'), asvs('11.2.4')],
    needs: ['static'],
    alone: true,
    confirms: true,
    unless: (profile) =>
      notTimed(profile) ??
      (profile.credential.kind === 'static' && isHmacJws(profile.credential.value)
        ? undefined
        : 'the credential is no token that is signed with a shared key (HS256, HS384, HS512)'),
    fix: 'Let the library of your JWTs verify the signature, or compare the codes with timingSafeEqual, never as strings.',
    seen: 'Signatures compared as base64 strings in JWT code written by hand.',
    sends: `${sends} The secret is the signature.`,
    passes: 'shows no difference at 99 %, in four looks, and the interval is small enough to say so',
    async run(context) {
      const { token } = context
      const signature = token.lastIndexOf('.') + 1
      await compare(context, 'the signature', {}, () => firstAgainstLast(context, token, signature))
    },
  }),
  defineCheck({
    id: 'timing/length-step',
    title: 'takes as long to refuse a secret that is one byte too short',
    level: 'security',
    severity: 'info',
    spec: [asvs('11.2.4'), cwe(208)],
    needs: ['static'],
    alone: true,
    confirms: true,
    unless: (profile) =>
      notTimed(profile) ??
      (profile.credential.kind === 'static' && algorithmOf(profile.credential.value) !== undefined
        ? 'the credential is a signed token, which is not compared as a whole'
        : undefined),
    fix: 'Compare digests of both values: they have one length. A check of the length before the comparison is common, and only tells the length.',
    seen: 'a.length === b.length && timingSafeEqual(a, b) differs by about 90 ns.',
    sends:
      'Bursts of refused requests over one connection in random order: wrong credentials of the right length, and others that are one byte shorter, made equally long by another field.',
    passes:
      'shows no difference above 10 µs, which is worth a warning; a smaller one is only told, as a length is rarely a secret',
    async run(context) {
      const { token } = context
      const start = secretStart(token)
      await compare(
        context,
        'the length',
        {},
        () => ({
          kinds: { left: 'the right length', right: 'one byte less' },
          left: many(() => ({ token: context.lookalike(token, start), fields: ['X-Padding: a'] })),
          right: many(() => ({ token: context.lookalike(token, start).slice(0, -1), fields: ['X-Padding: ab'] })),
          resolution: () => acceptedStepNs,
        }),
        { advisory: true, small: 'note' },
      )
    },
  }),
  defineCheck({
    id: 'timing/key-id',
    title: 'takes as long to refuse an unknown key identifier as a known one with a wrong secret',
    level: 'security',
    severity: 'low',
    spec: [asvs('11.2.4'), cwe(208)],
    needs: ['static'],
    alone: true,
    confirms: true,
    unless: (profile) =>
      notTimed(profile) ??
      (profile.credential.kind === 'static' &&
      behindKeyId(profile.credential.value) > 1 &&
      algorithmOf(profile.credential.value) === undefined
        ? undefined
        : 'the credential has no key identifier in front of a dot or colon'),
    fix: 'Do the same work for an unknown identifier: compare with the digest of a secret that nobody has.',
    seen: 'Keys such as id.secret whose identifier is looked up first, and only then hashed.',
    sends:
      'Bursts of refused requests over one connection in random order: the known identifier with wrong secrets, and unknown ones with wrong secrets.',
    passes: 'shows no difference at 99 %; a difference is a warning, because identifiers are often public',
    async run(context) {
      const { token } = context
      const idEnd = behindKeyId(token) - 1
      const wrongSecret = (token: string) => context.lookalike(token, idEnd + 1)
      await compare(
        context,
        'the identifier',
        {},
        () => ({
          kinds: { left: 'a known key identifier', right: 'an unknown one' },
          left: many(() => ({ token: wrongSecret(token) })),
          right: many(() => ({ token: wrongSecret(context.lookalike(token, Math.max(0, idEnd - 4), idEnd)) })),
        }),
        { advisory: true },
      )
    },
  }),
]

const firstAgainstLast = ({ lookalike }: RunContext, token: string, start: number): Contrast => ({
  kinds: { left: 'a wrong first byte', right: 'right up to its last bytes' },
  left: many(() => ({ token: wrongFromFirst(lookalike, token, start) })),
  right: many(() => ({ token: wrongAtLast(lookalike, token) })),
})

const nameOf = ({ token, launched }: MeasuredSecret): string =>
  launched ? `a secret of ${token.length.toLocaleString('en')} bytes, which we chose` : 'the secret'
