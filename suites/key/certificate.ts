import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Forgery } from '../../harness/model/forgery.ts'
import { flaw } from '../flaws.ts'

const certificate = '{untrusted.certificate}'

/** Signed by the untrusted key of the certificate, with these header parameters. */
const withHeader = (header: NonNullable<Forgery['header']>): Attempt => ({ forge: { header, signature: 'untrusted' } })

export const certificateChecks: readonly Check[] = [
  defineCheck({
    id: 'key/x5c-untrusted',
    title: 'must not trust a certificate because a token contains it',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7515, '4.1.6'), rfc(8725, '3.10'), asvs('9.1.3')],
    needs: ['jwt'],
    fix: 'Ignore x5c, x5t and x5t#S256, unless you validate the path to a root of your own and check what the certificate is for.',
    knownIncidents: 'Libraries that used the key of the first certificate without checking who had signed it.',
    vectors: {
      'a self-signed certificate': flaw('embedded-certificate'),
      'a self-signed certificate, a published kid': withHeader({ x5c: [certificate] }),
      'the same certificate twice': withHeader({ x5c: [certificate, certificate] }),
      'not DER': withHeader({ x5c: ['AAAA'] }),
      'not a list': withHeader({ x5c: certificate }),
      'an empty list': withHeader({ x5c: [] }),
      'its thumbprint': withHeader({ x5t: '{untrusted.x5t}', 'x5t#S256': '{untrusted.x5t256}' }),
      'the published kid for a thumbprint': {
        forge: {
          header: { 'x5t#S256': '{header.kid}', x5t: '{header.kid}' },
          withoutHeader: ['kid'],
          signature: 'untrusted',
        },
      },
    },
    expect: [rejected()],
  }),
]
