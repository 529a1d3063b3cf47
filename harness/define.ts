import type { Check, ComparisonCheck, FlowCheck, ReviewCheck, RunCheck, Suite, VectorCheck } from './model/check.ts'
import type { SpecReference } from './model/finding.ts'

/** Declares a rule shown by a table of attempts. */
export function defineCheck(check: VectorCheck): VectorCheck
/** Declares a rule shown by scenarios of dependent requests. */
export function defineCheck(check: FlowCheck): FlowCheck
/** Declares a rule that only a program can show. */
export function defineCheck(check: RunCheck): RunCheck
/** Declares a rule about how long it takes to reject requests. */
export function defineCheck(check: ComparisonCheck): ComparisonCheck
/** Declares a rule about answers that other checks provoke. */
export function defineCheck(check: ReviewCheck): ReviewCheck
export function defineCheck(check: Check): Check {
  return check
}

export const defineSuite = (suite: Suite): Suite => suite

const anchor = (section: string): string => (/^[0-9]/.test(section) ? `#section-${section}` : `#appendix-${section}`)

/** A section of an RFC, such as `rfc(6750, '3.1')`. */
export const rfc = (number: number, section: string): SpecReference => ({
  document: `RFC ${number}`,
  section: `§${section}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}${anchor(section)}`,
})

/** A section of a working draft, by its name without version, such as `draft('OAuth 2.1', 'ietf-oauth-v2-1', '5.2')`. */
const draft = (document: string, name: string, section: string): SpecReference => ({
  document,
  section: `§${section}`,
  url: `https://datatracker.ietf.org/doc/html/draft-${name}${anchor(section)}`,
})

export const oauth21 = (section: string): SpecReference => draft('OAuth 2.1', 'ietf-oauth-v2-1', section)

/** The revision of RFC 8725, JSON Web Token Best Current Practices. */
export const jwtBcp = (section: string): SpecReference => draft('RFC 8725bis', 'ietf-oauth-rfc8725bis', section)

/** A section of OpenID Connect Core 1.0, by number and the name of its anchor. */
export const oidc = (section: string, name: string): SpecReference => ({
  document: 'OpenID Connect Core 1.0',
  section: `§${section}`,
  url: `https://openid.net/specs/openid-connect-core-1_0.html#${name}`,
})

/** A section of OpenID Connect Discovery 1.0, by number and the name of its anchor. */
export const oidcDiscovery = (section: string, name: string): SpecReference => ({
  document: 'OpenID Connect Discovery 1.0',
  section: `§${section}`,
  url: `https://openid.net/specs/openid-connect-discovery-1_0.html#${name}`,
})

/** A requirement of the OWASP Application Security Verification Standard 5.0, such as `asvs('9.2.1')`. */
export const asvs = (requirement: string): SpecReference => ({
  document: 'OWASP ASVS 5.0',
  section: requirement,
  url: `https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en#v${requirement}`,
})

export const cwe = (number: number): SpecReference => ({
  document: `CWE-${number}`,
  section: '',
  url: `https://cwe.mitre.org/data/definitions/${number}.html`,
})

const topTen = {
  1: 'broken-object-level-authorization',
  2: 'broken-authentication',
  4: 'unrestricted-resource-consumption',
  5: 'broken-function-level-authorization',
  7: 'server-side-request-forgery',
  8: 'security-misconfiguration',
} as const

/** An entry of the OWASP API Security Top 10 of 2023. */
export const apiTop10 = (entry: keyof typeof topTen): SpecReference => ({
  document: 'OWASP API Security Top 10 2023',
  section: `API${entry}`,
  url: `https://owasp.org/API-Security/editions/2023/en/0xa${entry}-${topTen[entry]}/`,
})

/** A section of the Fetch Standard, by its heading and the name of its anchor. */
export const fetchStandard = (heading: string, anchor: string): SpecReference => ({
  document: 'Fetch Standard',
  section: `"${heading}"`,
  url: `https://fetch.spec.whatwg.org/#${anchor}`,
})

/** A section of the authorization part of a revision of the Model Context Protocol, such as `mcp('2025-06-18', 'Token Handling')`. */
export const mcp = (revision: string, heading: string): SpecReference => ({
  document: `MCP ${revision}`,
  section: `"${heading}"`,
  url: `https://modelcontextprotocol.io/specification/${revision}/basic/authorization#${heading.toLowerCase().replaceAll(' ', '-')}`,
})
