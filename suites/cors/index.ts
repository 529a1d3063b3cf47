import { apiTop10, asvs, defineCheck, defineSuite, fetchStandard, rfc } from '../../harness/define.ts'
import {
  noCredentialsForAll,
  noForeignOrigin,
  notDisclosed,
  originGranted,
  preflightGranted,
  rejected,
  sharesAnswers,
} from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

const protocol = fetchStandard('CORS protocol', 'http-cors-protocol')
const preflights = fetchStandard('CORS-preflight request', 'cors-preflight-request')
const credentials = fetchStandard('CORS protocol and credentials', 'cors-protocol-and-credentials')

const originsOf = ({ features }: TargetConfig): readonly string[] => features.cors?.origins ?? ['https://app.example']

/** A concrete origin that is allowed, even where all are. */
const allowedOrigin = (config: TargetConfig): string =>
  originsOf(config).find((origin) => origin !== '*') ?? 'https://app.example'

/** What a page has to send: the field of the credential, and the type of a JSON body. */
const fieldsOf = ({ channel }: TargetConfig): readonly string[] => [channel.field.toLowerCase(), 'content-type']

const preflight = (config: TargetConfig, origin: string, method: string): Attempt => ({
  method: 'OPTIONS',
  body: '',
  authorization: [],
  fields: [
    `Origin: ${origin}`,
    `Access-Control-Request-Method: ${method}`,
    `Access-Control-Request-Headers: ${fieldsOf(config).join(',')}`,
  ],
})

/** Origins that a careless comparison takes for an allowed one. */
const foreignOrigins = (allowed: string): readonly string[] => {
  const { protocol: scheme, hostname, port, host } = new URL(allowed)
  const other = scheme === 'https:' ? 'http:' : 'https:'
  return [
    ...['https://evil.example', 'null', 'file://'],
    ...[`${other}//${host}`, `${scheme}//${hostname}:${port === '8443' ? '9443' : '8443'}`],
    ...[
      `${scheme}//${hostname}.evil.example`,
      `${scheme}//evil${hostname}`,
      `${scheme}//evil.example.${hostname}.evil`,
    ],
    ...[`${scheme}//sub.${host}`, `${scheme}//${hostname.replace('.', 'x')}${port && `:${port}`}`],
    ...[
      `${scheme}//${host}@evil.example`,
      `${scheme}//${hostname}\`.evil.example`,
      `${scheme}//${hostname}_.evil.example`,
    ],
  ].filter((origin) => origin !== allowed)
}

export const cors = defineSuite({
  id: 'cors',
  title: 'Cross-origin requests',
  about: 'Pages of the declared origins can ask; pages of others learn nothing, and nobody is let in by an Origin.',
  checks: [
    defineCheck({
      id: 'cors/preflight-unauthenticated',
      title: 'answers the preflight of an allowed origin without a credential',
      level: 'MUST',
      severity: 'high',
      spec: [preflights, credentials],
      needs: ['cors'],
      fix: 'Answer preflights before authentication, and name the field of the credential: the asterisk does not cover Authorization.',
      knownIncidents:
        'Gateways that authenticate before CORS, so that every preflight gets a 401, which no browser can mend.',
      vectors: ({ config }) => {
        const origin = allowedOrigin(config)
        const granted = (method: string) => ({
          ...preflight(config, origin, method),
          expect: [preflightGranted(origin, method, fieldsOf(config))],
        })
        return { GET: granted('GET'), ...(config.method !== 'GET' && { [config.method]: granted(config.method) }) }
      },
      expect: [],
    }),
    defineCheck({
      id: 'cors/preflight-is-inert',
      title: 'neither shows nor does anything for a preflight, and takes no origin for a credential',
      level: 'security',
      severity: 'high',
      spec: [preflights, asvs('3.5.2')],
      needs: ['cors'],
      fix: 'Register handlers for their methods only; an Origin says which page asks, not who.',
      knownIncidents: 'Handlers registered for all methods, so that OPTIONS ran them.',
      vectors: ({ config }) => {
        const origin = allowedOrigin(config)
        return {
          preflight: { ...preflight(config, origin, 'GET'), expect: [notDisclosed()] },
          'OPTIONS without asking for a method': {
            method: 'OPTIONS',
            body: '',
            authorization: [],
            fields: [`Origin: ${origin}`],
            expect: [notDisclosed()],
          },
          'the request itself, without a credential': { authorization: [], fields: [`Origin: ${origin}`] },
        }
      },
      expect: [rejected()],
    }),
    defineCheck({
      id: 'cors/disallowed-origin',
      title: 'lets no page of another origin read its answers',
      level: 'security',
      severity: 'critical',
      spec: [asvs('3.4.2'), protocol, apiTop10(8)],
      needs: ['cors'],
      fix: 'Compare Origin with a list, character for character; no suffix, prefix or pattern, and never null.',
      knownIncidents: 'Patterns without anchors or with unescaped dots; servers that send back whatever Origin says.',
      skipIf: ({ features }) =>
        features.cors?.origins.includes('*') ? 'every origin is declared; none is foreign' : undefined,
      vectors: ({ config }) => {
        const vectors = foreignOrigins(allowedOrigin(config)).flatMap(
          (origin): readonly (readonly [string, Attempt])[] => {
            const expect = { expect: [noForeignOrigin(origin)] }
            return [
              [origin, { fields: [`Origin: ${origin}`], ...expect }],
              [`${origin}, no credential`, { authorization: [], fields: [`Origin: ${origin}`], ...expect }],
              [`${origin}, preflight`, { ...preflight(config, origin, 'GET'), ...expect }],
            ]
          },
        )
        return Object.fromEntries(vectors)
      },
      expect: [],
    }),
    defineCheck({
      id: 'cors/headers-on-errors',
      title: 'lets the page of an allowed origin read refusals, too',
      level: 'security',
      severity: 'medium',
      spec: [protocol, rfc(6750, '3')],
      needs: ['cors'],
      fix: 'Put CORS outside of authentication, so that a page learns of a 401 and can get a fresh token.',
      knownIncidents: 'Pages that reported a network error where the token had expired.',
      vectors: ({ unknownToken, config }) => {
        const origin = allowedOrigin(config)
        const fields = [`Origin: ${origin}`]
        const expect = { expect: [originGranted(origin)] }
        return {
          served: { fields, ...expect },
          'no credential': { authorization: [], fields, ...expect },
          'a wrong credential': { token: unknownToken, fields, ...expect },
        }
      },
      expect: [],
    }),
    defineCheck({
      id: 'cors/wildcard-credentials',
      title: 'never allows credentials to every origin',
      level: 'MUST',
      severity: 'high',
      spec: [credentials, asvs('3.4.2')],
      needs: ['cors'],
      fix: 'Name the origins that may send credentials; an asterisk is for answers that anybody may read.',
      knownIncidents:
        'Middlewares that reflect the origin as soon as credentials are allowed, to get around the rule of browsers.',
      sends: 'Nothing of its own: it reads Access-Control-Allow-Origin in every answer of the run.',
      appliesTo: sharesAnswers,
      expect: [noCredentialsForAll()],
    }),
  ],
})
