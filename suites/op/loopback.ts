import { defineCheck, rfc } from '../../harness/define.ts'
import { codeAt, staysAway } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { openProvider } from '../../harness/oauth-client/provider.ts'

const loopbackAddress = /^http:\/\/(127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?=\/|$)/

/** Ports of nobody (RFC 6335 §6: dynamic). */
const ports = [49_152, 61_000] as const

const onPort = (uri: string, port: number): string =>
  uri.replace(loopbackAddress, (_, host) => `http://${host}:${port}`)

export const loopbackChecks: readonly Check[] = [
  defineCheck({
    id: 'op/loopback-port-flexible',
    title: 'takes any port of a loopback redirect URI, and nothing else that differs',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(8252, '7.3'), rfc(8252, '8.4'), rfc(9700, '2.1')],
    needs: ['op'],
    fix: 'Compare loopback redirect URIs as text without their port.',
    knownIncidents: 'Servers that want one fixed port, so that command-line tools fail when it is taken.',
    sends:
      'Authorization requests with the registered loopback redirect URI on two other ports; the same with another path, and with localhost.',
    passes: 'sends the code to the port that was named; refuses another path and another name of the host',
    skipIf: ({ features: { op } }) =>
      op && !loopbackAddress.test(op.redirectUri)
        ? "the redirect URI is not that of a native client; in op: redirectUri: 'http://127.0.0.1/callback'"
        : undefined,
    async run(context) {
      const { expect } = context
      const provider = await openProvider(context)
      if (!provider) return
      const { redirectUri } = provider
      if (!(await provider.obtainCode('the registered one'))) return
      for (const port of ports) {
        const uri = onPort(redirectUri, port)
        const outcome = await provider.authorize(`port ${port}`, { redirect_uri: uri })
        expect(`port ${port}`, outcome, [codeAt(uri)], outcome.answers)
      }
      const others = {
        'another path on another port': `${onPort(redirectUri, ports[0]).replace(/\/$/, '')}/other`,
        'localhost instead of the address': redirectUri.replace(loopbackAddress, 'http://localhost:49152'),
      }
      for (const [vector, uri] of Object.entries(others)) {
        const outcome = await provider.authorize(vector, { redirect_uri: uri })
        expect(vector, outcome, [staysAway(uri)], outcome.answers)
      }
    },
  }),
]
