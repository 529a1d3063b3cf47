import { apiTop10, asvs, defineCheck, defineSuite, fetchStandard, rfc } from '../../harness/define.ts'
import { notDisclosed, rejected } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { credentialsForDeclaredOrigins, originAllowed, originNotAllowed, preflightAllowed } from './expect.ts'

const protocol = fetchStandard('CORS protocol', 'http-cors-protocol')
const preflights = fetchStandard('CORS-preflight request', 'cors-preflight-request')
const credentials = fetchStandard('CORS protocol and credentials', 'cors-protocol-and-credentials')

/** Asks for what a page needs: the field of the credential, and the type of a JSON body. */
const preflight = (origin: string, method: string): Attempt => ({
  method: 'OPTIONS',
  body: '',
  authorization: [],
  fields: [
    `Origin: ${origin}`,
    `Access-Control-Request-Method: ${method}`,
    'Access-Control-Request-Headers: {cors.field},content-type',
  ],
})

const fromAllowedOrigin = { fields: ['Origin: {cors.origin}'] } as const

/** Origins that a careless comparison takes for the allowed one. */
const otherOrigins = [
  ...['https://evil.example', 'null', 'file://'],
  ...['{cors.otherScheme}://{cors.host}', '{cors.scheme}://{cors.hostname}:{cors.otherPort}'],
  ...['{cors.scheme}://{cors.hostname}.evil.example', '{cors.scheme}://evil{cors.hostname}'],
  ...['{cors.scheme}://evil.example.{cors.hostname}.evil', '{cors.scheme}://sub.{cors.host}'],
  ...['{cors.origin|dot-to:x}', '{cors.scheme}://{cors.host}@evil.example'],
  ...['{cors.scheme}://{cors.hostname}`.evil.example', '{cors.scheme}://{cors.hostname}_.evil.example'],
]

export const cors = defineSuite({
  id: 'cors',
  title: 'Cross-origin requests',
  about:
    'Pages of declared origins can send requests; pages of other origins cannot read answers, and no Origin gives access.',
  checks: [
    defineCheck({
      id: 'cors/preflight-unauthenticated',
      title: 'must answer the preflight of an allowed origin without a credential',
      level: 'MUST',
      severity: 'high',
      spec: [preflights, credentials],
      needs: ['cors'],
      fix: 'Answer preflights before authentication, and name the field of the credential: the asterisk does not cover Authorization.',
      knownIncidents:
        'Gateways that authenticate before CORS, so that every preflight gets a 401, which no page can prevent.',
      vectors: {
        GET: preflight('{cors.origin}', 'GET'),
        '{method}': preflight('{cors.origin}', '{method}'),
      },
      expect: [preflightAllowed()],
    }),
    defineCheck({
      id: 'cors/preflight-is-inert',
      title: 'must not disclose or do anything for a preflight, nor accept an origin as a credential',
      level: 'security',
      severity: 'high',
      spec: [preflights, asvs('3.5.2')],
      needs: ['cors'],
      fix: 'Register handlers for their methods only; an Origin names the page, not the user.',
      knownIncidents: 'Handlers registered for all methods, so that OPTIONS ran them.',
      vectors: {
        preflight: { ...preflight('{cors.origin}', 'GET'), expect: [notDisclosed()] },
        'OPTIONS without asking for a method': {
          ...{ ...fromAllowedOrigin, method: 'OPTIONS', body: '', authorization: [] },
          expect: [notDisclosed()],
        },
        'the request itself, without a credential': { ...fromAllowedOrigin, authorization: [] },
      },
      expect: [rejected()],
    }),
    defineCheck({
      id: 'cors/disallowed-origin',
      title: 'must not let a page of another origin read its answers',
      level: 'security',
      severity: 'critical',
      spec: [asvs('3.4.2'), protocol, apiTop10(8)],
      needs: ['cors'],
      fix: 'Compare Origin with a list, character for character; no suffix, prefix or pattern, and never null.',
      knownIncidents: 'Patterns without anchors or with unescaped dots; servers that send back whatever Origin says.',
      skipIf: ({ features }) =>
        features.cors?.origins.includes('*') ? 'every origin is declared; none is foreign' : undefined,
      vectors: Object.fromEntries(
        otherOrigins.flatMap((origin): readonly [string, Attempt][] => [
          [origin, { fields: [`Origin: ${origin}`] }],
          [`${origin}, no credential`, { authorization: [], fields: [`Origin: ${origin}`] }],
          [`${origin}, preflight`, preflight(origin, 'GET')],
        ]),
      ),
      expect: [originNotAllowed()],
    }),
    defineCheck({
      id: 'cors/headers-on-errors',
      title: 'must let a page of an allowed origin read rejections, too',
      level: 'security',
      severity: 'medium',
      spec: [protocol, rfc(6750, '3')],
      needs: ['cors'],
      fix: 'Apply CORS before authentication, so that a page can read a 401 and get a fresh token.',
      knownIncidents: 'Pages that reported a network error where the token had expired.',
      vectors: {
        'the valid credential': fromAllowedOrigin,
        'no credential': { ...fromAllowedOrigin, authorization: [] },
        'an unknown credential': { ...fromAllowedOrigin, token: '{unknownToken}' },
      },
      expect: [originAllowed()],
    }),
    defineCheck({
      id: 'cors/wildcard-credentials',
      title: 'must not allow credentials to every origin',
      level: 'MUST',
      severity: 'high',
      spec: [credentials, asvs('3.4.2')],
      needs: ['cors'],
      fix: 'Name the origins that may send credentials; an asterisk is for answers that are public.',
      knownIncidents:
        'Middlewares that reflect the origin as soon as credentials are allowed, because browsers reject the asterisk then.',
      sends: 'Nothing of its own: it reads Access-Control-Allow-Origin in every answer of the run.',
      appliesTo: { field: 'Access-Control-Allow-Origin' },
      expect: [credentialsForDeclaredOrigins()],
    }),
  ],
})
