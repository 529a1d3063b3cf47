import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { advisory, noCodeSent, onlyRegistered, staysAway } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { Parameters } from '../../harness/oauth-client/parameters.ts'
import { type Authorization, openProvider, randomText } from '../../harness/oauth-client/provider.ts'

type Expected = Expectation<Authorization>

/** Nobody has this name (RFC 6761 §6.5). */
const stranger = 'attacker.example'

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
const isAddress = ({ hostname }: URL): boolean => /^[\d.]+$|^\[/.test(hostname)

/** Addresses that a careless comparison takes for the registered one, by what differs. */
export function nearMisses(registered: string): Readonly<Record<string, string>> {
  const url = new URL(registered)
  const web = /^https?:$/.test(url.protocol)
  const { protocol, host, hostname, pathname } = url
  const at = (authority: string, path = pathname) => `${protocol}//${authority}${path}`
  const always = {
    'a path after it': `${registered.replace(/\/$/, '')}/other`,
    'letters after it': `${registered}er`,
    ...(!registered.endsWith('/') && { 'a slash after it': `${registered}/` }),
    'a query': `${registered}?next=1`,
    'a fragment': `${registered}#part`,
    'a stranger': `https://${stranger}/callback`,
    'a script': 'javascript:alert(1)',
  }
  if (!web) return always
  const upper = pathname.toUpperCase()
  return {
    ...always,
    ...(upper !== pathname && { 'its path in upper case': at(host, upper) }),
    'another path': at(host, '/conformance-other'),
    'dot segments': at(host, `${pathname}/../other`),
    'dot segments back to it': at(host, `/other/..${pathname}`),
    'encoded dot segments': at(host, `${pathname}/%2e%2e/other`),
    'an encoded slash': at(host, `${pathname}%2fother`),
    'its host as the user of a stranger': at(`${host}@${stranger}`),
    'a stranger as its user': at(`${stranger}@${host}`),
    'its host before that of a stranger': at(`${hostname}.${stranger}`),
    'a backslash behind its host': at(`${hostname}\\.${stranger}`),
    'a backslash and its host behind a stranger': at(`${stranger}\\@${host}`),
    'its path at a stranger': at(stranger),
    'without a scheme': `//${host}${pathname}`,
    'only its path': pathname,
    ...(!isAddress(url) && {
      'a sub-domain': at(`sub.${host}`),
      'letters before its host': at(`x${host}`),
    }),
    ...(!isAddress(url) && hostname.split('.').length > 2 && { 'the domain above': at(host.replace(/^[^.]+\./, '')) }),
    // Native applications may listen on any port of a loopback address (RFC 8252 §7.3).
    ...(!isLoopback(url) && {
      'another port': at(`${hostname}:8443`),
      'another scheme': registered.replace(/^https?/, protocol === 'https:' ? 'http' : 'https'),
    }),
  }
}

/** What else may be wrong with a request whose redirect URI is: an error that is found first must not be sent there. */
const otherErrors: Readonly<Record<string, Parameters>> = {
  'an unknown response type': { response_type: 'conformance' },
  'no response type': { response_type: undefined },
  'an ill-formed scope': { scope: 'openid  "x"' },
  'prompt=none': { prompt: 'none' },
  'an unknown response mode': { response_mode: 'conformance' },
  'no challenge': { code_challenge: undefined, code_challenge_method: undefined },
}

export const redirectUriChecks: readonly Check[] = [
  defineCheck({
    id: 'op/redirect-uri-exact',
    title: 'sends codes and errors to exactly registered redirect URIs only',
    level: 'MUST',
    severity: 'critical',
    spec: [
      rfc(6749, '3.1.2.3'),
      rfc(6749, '3.1.2.4'),
      rfc(6749, '4.1.2.1'),
      rfc(9700, '2.1'),
      rfc(9700, '4.1.3'),
      oidc('3.1.2.1', 'AuthRequest'),
      asvs('10.4.1'),
    ],
    needs: ['op'],
    fix: 'Compare redirect_uri with the registered ones as text, before anything else of the request is looked at; when it is none of them, or the client is unknown, show an error page.',
    knownIncidents:
      'Comparisons by prefix or by host; validation errors that are redirected to the address that was not validated.',
    sends: `A good authorization request; then the same with redirect URIs that differ from the registered one in ${Object.keys(
      nearMisses('https://id.app.example/callback'),
    ).join(
      ', ',
    )}; with two of them and with none; an unknown one together with ${Object.keys(otherErrors).join(', ')}; the right one for an unknown client.`,
    passes: `${staysAway('').text}; where one address is registered, it may stand in for a missing one`,
    async run(context) {
      const { expect } = context
      const provider = await openProvider(context)
      if (!provider) return
      const { redirectUri } = provider
      if (!(await provider.obtainCode('the registered one'))) return
      const request = async (vector: string, changes: Parameters, ...expected: readonly Expected[]) => {
        const outcome = await provider.authorize(vector, changes)
        expect(vector, outcome, expected, outcome.answers)
      }
      const foreign = `https://${stranger}/callback`
      for (const [vector, address] of Object.entries(nearMisses(redirectUri))) {
        await request(vector, { redirect_uri: address }, staysAway(address))
      }
      for (const [vector, changes] of Object.entries(otherErrors)) {
        await request(`a stranger and ${vector}`, { ...changes, redirect_uri: foreign }, staysAway(foreign))
      }
      await request('an unknown client', { client_id: randomText() }, staysAway(redirectUri))
      await request('no client', { client_id: undefined }, staysAway(redirectUri))
      await request('none', { redirect_uri: undefined }, onlyRegistered())
      await request('an empty one', { redirect_uri: '' }, onlyRegistered())
      const twice = [onlyRegistered(), advisory(noCodeSent())]
      await request('a stranger behind it', { redirect_uri: [redirectUri, foreign] }, ...twice)
      await request('a stranger before it', { redirect_uri: [foreign, redirectUri] }, ...twice)
    },
  }),
]
