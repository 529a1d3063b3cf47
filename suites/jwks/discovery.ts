import { asvs, defineCheck, oidcDiscovery, rfc } from '../../harness/define.ts'
import { allRejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import { acceptedOnceStarted } from './expect.ts'

/** Other issuers that the metadata name; identifiers are compared character by character (RFC 3986 §6.2.1). */
const otherIssuers: Readonly<Record<string, string>> = {
  'another tenant': '{issuer|without-trailing-slash}/other',
  'a trailing slash more or less': '{issuer|other-trailing-slash}',
  'an upper-case scheme': '{issuer|uppercase-scheme}',
  'the other scheme': '{issuer|without-trailing-slash|other-scheme}',
  'an unknown issuer': 'https://unknown.example',
}

export const discoveryChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/discovery-issuer-mismatch',
    title: 'must not use metadata that name another issuer',
    level: 'MUST',
    severity: 'high',
    spec: [oidcDiscovery('4.3', 'ProviderConfigurationValidation'), rfc(8414, '3.3'), rfc(8414, '6.2'), asvs('10.5.3')],
    needs: ['started', 'launch', 'issuer'],
    exclusive: true,
    skipIf: ({ features }) =>
      features.launch?.discovery
        ? undefined
        : 'the target is not declared to find its keys by issuer metadata; in the configuration file: launch: { discovery: true }',
    fix: 'Compare the issuer in the metadata with the configured one, character by character, before any key is fetched.',
    knownIncidents: 'Clients that take jwks_uri from the document at the address without comparing the issuer in it.',
    flows: {
      'the right issuer': [
        { do: 'launch', as: 'usual' },
        { do: 'send-to', as: 'the right issuer', launch: '{usual}', expect: [acceptedOnceStarted()] },
      ],
      ...Object.fromEntries(
        Object.entries(otherIssuers).map(([name, issuer]): [string, readonly Step[]] => [
          name,
          [
            { do: 'fault', fault: { kind: 'wrong-issuer', endpoint: '*', issuer } },
            { do: 'launch', as: 'started meanwhile' },
            { do: 'send-to', as: name, launch: '{started meanwhile}', times: 2, expect: [allRejected()] },
          ],
        ]),
      ),
    },
  }),
]
