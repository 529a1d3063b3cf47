import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import { flaw } from '../flaws.ts'

const issuer = '{issuer.scheme}://{issuer.host}{issuer.port}{issuer.rest}'

/** Strings that a careless comparison accepts as the issuer. */
const issuers: Readonly<Record<string, string>> = {
  'a slash more': '{issuer}/',
  'its last slash missing': '{issuer|trailing-slash-removed}',
  'an upper-case host': issuer.replace('host', 'host|uppercase'),
  'an upper-case scheme': issuer.replace('scheme', 'scheme|uppercase'),
  'the other scheme': issuer.replace('scheme', 'otherScheme'),
  'the default port written out': issuer.replace('port', 'defaultPort'),
  'its port missing': issuer.replace('{issuer.port}', ''),
  'a percent-encoded letter': issuer.replace('host', 'host|first-percent-encoded'),
  'a full-width dot': issuer.replace('host', 'host|full-width-dot'),
  'its last half': '{issuer|second-half}',
  'a piece of it': '{issuer|middle-half}',
  'a longer host': '{issuer}.evil.example',
  'the issuer as user information': '{issuer}@evil.example',
  'a space in front': ' {issuer}',
  'a space behind': '{issuer} ',
}

/** Values that a careless comparison accepts as the audience. */
const audiences: Readonly<Record<string, string>> = {
  'its last half': '{audience|second-half|non-empty}',
  'a piece of it': '{audience|middle-half}',
  'in other case': '{audience|other-case}',
  'a slash more': '{audience}/',
  'its last slash missing': '{audience|trailing-slash-removed}',
  'two in one string, by a space': '{audience} https://other.example',
  'two in one string, by a comma': '{audience},https://other.example',
  'an asterisk': '*',
  'a NUL behind': '{audience}\u0000',
  'a space in front': ' {audience}',
}

const attempts = (values: Readonly<Record<string, string>>, attempt: (value: string) => Attempt): Vectors =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, attempt(value)]))

export const issuerNearMisses: Vectors = {
  'its first half': flaw('issuer-part'),
  ...attempts(issuers, (iss) => ({ jwt: { claims: { iss } }, unlessDeclared: { issuers: iss } })),
}

export const audienceNearMisses: Vectors = {
  'its first half': { ...flaw('audience-part'), unlessDeclared: { audiences: '{audience|first-half}' } },
  ...attempts(audiences, (aud) => ({ jwt: { claims: { aud } }, unlessDeclared: { audiences: aud } })),
  'longer, in a list': { jwt: { claims: { aud: ['{audience}.evil'] } } },
}
