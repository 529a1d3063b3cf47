import { createHash } from 'node:crypto'
import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { certificateOf } from '../../harness/forge/certificate.ts'
import { partsOf } from '../../harness/forge/parts.ts'
import type { Check } from '../../harness/model/check.ts'
import { strangerLike } from './stranger.ts'

export const certificateChecks: readonly Check[] = [
  defineCheck({
    id: 'key/x5c-untrusted',
    title: 'takes no certificate in the token for a proof',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7515, '4.1.6'), rfc(8725, '3.10'), asvs('9.1.3')],
    needs: ['issuer'],
    fix: 'Ignore x5c, x5t and x5t#S256, unless you build the path to a root of your own and check what it is for.',
    knownIncidents: 'Libraries that took the key of the first certificate without looking who had signed it.',
    vectors: ({ token }) => {
      const { payload } = partsOf(token)
      const { stranger, kid, typ } = strangerLike(token)
      const certificate = certificateOf(stranger)
      const x5c = [certificate.toString('base64')]
      const digest = (name: string) => createHash(name).update(certificate).digest('base64url')
      return {
        'a certificate of his own': { token: stranger.token(payload, { typ, x5c }) },
        'a certificate of his own, a published kid': { token: stranger.token(payload, { typ, kid, x5c }) },
        'the same certificate twice': { token: stranger.token(payload, { typ, kid, x5c: [...x5c, ...x5c] }) },
        'not DER': { token: stranger.token(payload, { typ, kid, x5c: ['AAAA'] }) },
        'not a list': { token: stranger.token(payload, { typ, kid, x5c: x5c[0] }) },
        'an empty list': { token: stranger.token(payload, { typ, kid, x5c: [] }) },
        'its thumbprint': {
          token: stranger.token(payload, { typ, kid, x5t: digest('sha1'), 'x5t#S256': digest('sha256') }),
        },
        'the published kid for a thumbprint': { token: stranger.token(payload, { typ, 'x5t#S256': kid, x5t: kid }) },
      }
    },
    expect: [rejected()],
  }),
]
