import { apiTop10, asvs, defineCheck, defineSuite, fetchStandard, rfc } from '../../harness/define.ts'
import {
  noCredentialsForAll,
  noForeignOrigin,
  originGranted,
  preflightGranted,
  refused,
  sharesAnswers,
  withheld,
} from '../../harness/expect/index.ts'
import type { Attempt, Profile } from '../../harness/model.ts'

const protocol = fetchStandard('CORS protocol', 'http-cors-protocol')
const preflights = fetchStandard('CORS-preflight request', 'cors-preflight-request')
const credentials = fetchStandard('CORS protocol and credentials', 'cors-protocol-and-credentials')

const originsOf = ({ features }: Profile): readonly string[] => features.cors?.origins ?? ['https://app.example']

/** A concrete origin that is allowed, even where all are. */
const allowedOrigin = (profile: Profile): string =>
  originsOf(profile).find((origin) => origin !== '*') ?? 'https://app.example'

/** What a page has to send: the field of the credential, and the type of a JSON body. */
const fieldsOf = ({ channel }: Profile): readonly string[] => [channel.field.toLowerCase(), 'content-type']

const preflight = (profile: Profile, origin: string, method: string): Attempt => ({
  method: 'OPTIONS',
  body: '',
  authorization: [],
  fields: [
    `Origin: ${origin}`,
    `Access-Control-Request-Method: ${method}`,
    `Access-Control-Request-Headers: ${fieldsOf(profile).join(',')}`,
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
      seen: 'Gateways that authenticate before CORS, so that every preflight gets a 401, which no browser can mend.',
      vectors: ({ profile }) => {
        const origin = allowedOrigin(profile)
        const granted = (method: string) => ({
          ...preflight(profile, origin, method),
          expect: [preflightGranted(origin, method, fieldsOf(profile))],
        })
        return { GET: granted('GET'), ...(profile.method !== 'GET' && { [profile.method]: granted(profile.method) }) }
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
      seen: 'Handlers registered for all methods, so that OPTIONS ran them.',
      vectors: ({ profile }) => {
        const origin = allowedOrigin(profile)
        return {
          preflight: { ...preflight(profile, origin, 'GET'), expect: [withheld()] },
          'OPTIONS without asking for a method': {
            method: 'OPTIONS',
            body: '',
            authorization: [],
            fields: [`Origin: ${origin}`],
            expect: [withheld()],
          },
          'the request itself, without a credential': { authorization: [], fields: [`Origin: ${origin}`] },
        }
      },
      expect: [refused()],
    }),
    defineCheck({
      id: 'cors/disallowed-origin',
      title: 'lets no page of another origin read its answers',
      level: 'security',
      severity: 'critical',
      spec: [asvs('3.4.2'), protocol, apiTop10(8)],
      needs: ['cors'],
      fix: 'Compare Origin with a list, character for character; no suffix, prefix or pattern, and never null.',
      seen: 'Patterns without anchors or with unescaped dots; servers that send back whatever Origin says.',
      unless: ({ features }) =>
        features.cors?.origins.includes('*') ? 'every origin is declared; none is foreign' : undefined,
      vectors: ({ profile }) => {
        const vectors = foreignOrigins(allowedOrigin(profile)).flatMap(
          (origin): readonly (readonly [string, Attempt])[] => {
            const expect = { expect: [noForeignOrigin(origin)] }
            return [
              [origin, { fields: [`Origin: ${origin}`], ...expect }],
              [`${origin}, no credential`, { authorization: [], fields: [`Origin: ${origin}`], ...expect }],
              [`${origin}, preflight`, { ...preflight(profile, origin, 'GET'), ...expect }],
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
      seen: 'Pages that reported a network error where the token had expired.',
      vectors: ({ wrong, profile }) => {
        const origin = allowedOrigin(profile)
        const fields = [`Origin: ${origin}`]
        const expect = { expect: [originGranted(origin)] }
        return {
          served: { fields, ...expect },
          'no credential': { authorization: [], fields, ...expect },
          'a wrong credential': { token: wrong, fields, ...expect },
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
      seen: 'Middlewares that reflect the origin as soon as credentials are allowed, to get around the rule of browsers.',
      sends: 'Nothing of its own: it reads Access-Control-Allow-Origin in every answer of the run.',
      concerns: sharesAnswers,
      expect: [noCredentialsForAll()],
    }),
  ],
})
