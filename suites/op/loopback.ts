import { defineCheck, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { unregistered } from '../../harness/oauth-client/discovery.ts'
import { redirectUriParts } from '../../harness/oauth-client/redirect-uri.ts'
import { codeAtRequestedUri, errorOnPage } from './expect/authorization.ts'
import { discover, flowPerRow, needsClient } from './steps.ts'

/** Ports that no service is registered for (RFC 6335 §6: dynamic). */
const otherPorts = {
  'port 49152': '{redirect.loopback.origin}:49152{redirect.loopback.path}',
  'port 61000': '{redirect.loopback.origin}:61000{redirect.loopback.path}',
}

const otherUris = {
  'another path on another port': '{redirect.loopback.origin}:49152{redirect.loopback.pathWithoutSlash}/other',
  'localhost instead of the address': 'http://localhost:49152{redirect.loopback.path}',
}

export const loopbackChecks: readonly Check[] = [
  defineCheck({
    id: 'op/loopback-port-flexible',
    title: 'must accept any port in a loopback redirect URI, and nothing else that differs',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(8252, '7.3'), rfc(8252, '8.4'), rfc(9700, '2.1')],
    needs: ['op'],
    fix: 'Compare loopback redirect URIs as text without their port.',
    knownIncidents: 'Servers that ask for one fixed port, so that command-line tools fail when it is taken.',
    skipIf: (config) =>
      needsClient(config) ??
      (redirectUriParts(config.features.op?.redirectUri ?? unregistered.redirectUri).loopback
        ? undefined
        : "the redirect URI is not that of a native client; in op: redirectUri: 'http://127.0.0.1/callback'"),
    before: [discover, { do: 'authorize', as: 'the registered one', required: true }],
    flows: {
      ...flowPerRow(otherPorts, (redirect_uri) => [
        { do: 'authorize', with: { redirect_uri }, expect: [codeAtRequestedUri] },
      ]),
      ...flowPerRow(otherUris, (redirect_uri) => [{ do: 'authorize', with: { redirect_uri }, expect: [errorOnPage] }]),
    },
  }),
]
