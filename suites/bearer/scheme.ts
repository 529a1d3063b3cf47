import { defineCheck, oauth21, rfc } from '../../harness/define.ts'
import { accepted, rejected, status } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64')

const schemes = ['Basic', 'Digest', 'Token', 'JWT', 'ApiKey', 'DPoP', 'Negotiate', 'MAC']

export const schemeChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/scheme-case-insensitive',
    title: 'matches the scheme without regard to case',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9110, '11.1'), oauth21('5.1.1'), rfc(6750, '2.1')],
    needs: ['credential', 'bearer'],
    fix: 'Compare the scheme in lower case; the token after it stays as it is.',
    knownIncidents:
      'Code that looks for the text "Bearer " and nothing else, in gateways and SDKs of several languages.',
    vectors: ({ token }) => ({
      'lower case': { authorization: [`bearer ${token}`] },
      'upper case': { authorization: [`BEARER ${token}`] },
      'mixed case': { authorization: [`bEaReR ${token}`] },
    }),
    expect: [accepted()],
  }),
  defineCheck({
    id: 'bearer/no-scheme-rejected',
    title: 'refuses a token without a scheme',
    level: 'security',
    severity: 'high',
    spec: [rfc(9110, '11.4'), rfc(9110, '11.6.2'), rfc(6750, '2.1')],
    needs: ['credential', 'bearer'],
    fix: 'Refuse an Authorization field that does not start with the scheme, instead of taking all of it for the token.',
    knownIncidents: 'Removing "Bearer " by a text replacement, which leaves a field without it untouched.',
    vectors: ({ token }) => ({
      'token alone': { authorization: [token] },
      'token behind a space': { authorization: [` ${token}`] },
    }),
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/other-scheme-rejected',
    title: 'refuses the right secret under another scheme',
    level: 'security',
    severity: 'high',
    spec: [rfc(9110, '11.1'), rfc(9110, '11.4'), rfc(6750, '2.1')],
    needs: ['credential', 'bearer'],
    fix: 'Check the word before the token; other schemes have other rules, and their own place in the code.',
    knownIncidents: 'Servers that split at the space and never look at the first word.',
    vectors: ({ token, config }) => {
      const declared = config.accepts.schemes.map((scheme) => scheme.toLowerCase())
      const undeclared = schemes.filter((scheme) => !declared.includes(scheme.toLowerCase()))
      return {
        ...Object.fromEntries(undeclared.map((scheme) => [scheme, { authorization: [`${scheme} ${token}`] }])),
        ...(undeclared.includes('Basic') && {
          'Basic, as the password': { authorization: [`Basic ${base64(`x:${token}`)}`] },
          'Basic, as the user': { authorization: [`Basic ${base64(`${token}:`)}`] },
        }),
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/empty-credentials',
    title: 'refuses missing, empty and blank credentials plainly',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9110, '11.4'), rfc(9110, '15.5.2'), rfc(6750, '3.1')],
    needs: ['bearer'],
    fix: 'Handle an empty field and a scheme without a token before anything is taken apart; an unset secret must match nothing.',
    knownIncidents: 'A 500 after splitting at the space and using the second part, which is not there.',
    vectors: {
      'empty field': { authorization: [''] },
      'scheme alone': { authorization: ['Bearer'] },
      'scheme and a space': { authorization: ['Bearer '] },
      'scheme and four spaces': { authorization: ['Bearer    '] },
      'scheme alone in lower case': { authorization: ['bearer'] },
      // Well-formed tokens: their status is judged by challenge/status-for-bad-token.
      'the word null': { authorization: ['Bearer null'], expect: [rejected()] },
      'the word undefined': { authorization: ['Bearer undefined'], expect: [rejected()] },
      'the word none': { authorization: ['Bearer none'], expect: [rejected()] },
      'an empty list': { authorization: ['Bearer []'], expect: [rejected()] },
    },
    expect: [rejected(), status(401, 400)],
  }),
]
