import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { firstAgainstLast } from './candidates.ts'
import { compare } from './compare.ts'
import { isHmacJws } from './credential-parts.ts'
import { forCredential, measured, passesWithout } from './measured.ts'

export const signatureChecks: readonly Check[] = [
  defineCheck({
    ...measured,
    id: 'timing/mac-compare',
    title:
      'takes as long to refuse a message authentication code that is almost right as one that is wrong from its first byte',
    severity: 'low',
    spec: [rfc(7515, '10.9'), asvs('11.2.4')],
    skipIf: forCredential(
      isHmacJws,
      'the credential is no token that is signed with a shared key (HS256, HS384, HS512)',
    ),
    fix: 'Let the library of your JWTs verify the signature, or compare the codes with timingSafeEqual, never as strings.',
    knownIncidents: 'Signatures compared as base64 strings in JWT code written by hand.',
    sends:
      'Bursts of refused requests over one connection in random order, until the budget is used up: the token with the last four bytes of its signature wrong, and with the first one wrong as well.',
    passes: passesWithout,
    async run(context) {
      const { token } = context
      const signature = token.lastIndexOf('.') + 1
      await compare(context, 'the signature', {}, () => firstAgainstLast(context, token, signature))
    },
  }),
]
