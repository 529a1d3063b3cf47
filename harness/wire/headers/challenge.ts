/** A parameter of a challenge. `value` is unquoted; `quoted` says whether it came as a quoted-string. */
interface ChallengeParam {
  readonly name: string
  readonly value: string
  readonly quoted: boolean
}

/** One challenge of a WWW-Authenticate field (RFC 9110 §11.3): a scheme with a token68, or with parameters. */
export interface Challenge {
  readonly scheme: string
  readonly token68?: string
  readonly params: readonly ChallengeParam[]
}

type ParsedChallenges =
  | { readonly ok: true; readonly challenges: readonly Challenge[] }
  /** `at`: index of the first character that does not fit. */
  | { readonly ok: false; readonly at: number; readonly problem: string }

const token = /[!#$%&'*+\-.^_`|~\w]+/y
const token68 = /[\w\-.~+/]+=*(?=[ \t]*(?:,|$))/y
const equals = /[ \t]*=[ \t]*/y
const quotedString = /"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"/y
const spaces = / +/y
/** Separators of list elements; empty elements are skipped (RFC 9110 §5.6.1.2). */
const separator = /[ \t]*(?:,[ \t]*)+/y
const elementEnd = /[ \t]*(?=,|$)/y
const leading = /[ \t,]*/y
const trailing = /[ \t]*$/y

/**
 * Parses the value of a WWW-Authenticate field strictly (RFC 9110 §11.6.1): tokens, quoted-strings, token68, several
 * challenges, empty list elements. A parameter name that a challenge repeats is a problem (§11.2). Never throws.
 */
export function parseChallenges(fieldValue: string): ParsedChallenges {
  const challenges: Challenge[] = []
  let at = 0

  /** The match of a sticky pattern here, which is then passed. */
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(fieldValue)
    if (match) at = pattern.lastIndex
    return match
  }
  const problem = (text: string, where = at): ParsedChallenges => ({ ok: false, at: where, problem: text })

  /** Of the challenge that parameters still join; undefined after a bare scheme or a token68. */
  let params: ChallengeParam[] | undefined
  const names = new Set<string>()
  /** The first parameter follows its scheme without a comma. */
  let afterScheme = false
  take(leading)
  while (at < fieldValue.length) {
    const start = at
    const [name] = take(token) ?? []
    if (name === undefined) return problem('expected a scheme or a parameter')
    if (take(equals)) {
      if (!params) return problem(`the parameter ${name} belongs to no scheme`, start)
      const quoted = take(quotedString)
      const value = quoted ? unquote(quoted[0]) : take(token)?.[0]
      if (value === undefined) return problem(`the value of ${name} is neither a token nor a quoted-string`)
      if (names.has(name.toLowerCase())) return problem(`the parameter ${name} is repeated in one challenge`, start)
      names.add(name.toLowerCase())
      params.push({ name, value, quoted: quoted !== null })
    } else if (afterScheme) {
      return problem('expected a token68 or a parameter after the scheme', start)
    } else {
      const separated = take(spaces) !== null
      const credential = separated ? take(token68)?.[0] : undefined
      const own: ChallengeParam[] = []
      challenges.push({ scheme: name, ...(credential !== undefined && { token68: credential }), params: own })
      names.clear()
      params = separated && credential === undefined ? own : undefined
      if (params && !take(elementEnd)) {
        afterScheme = true
        continue
      }
    }
    afterScheme = false
    if (!take(separator)) {
      take(trailing)
      if (at < fieldValue.length) return problem('expected a comma')
    }
  }
  return { ok: true, challenges }
}

/** Writes a challenge as a server would (RFC 9110 §11.6.1). A value that is no token is quoted whatever `quoted` says. */
export function formatChallenge({ scheme, token68: credential, params }: Challenge): string {
  if (credential !== undefined) return `${scheme} ${credential}`
  const written = params.map(({ name, value, quoted }) => `${name}=${quoted ? quote(value) : bare(value)}`)
  return written.length === 0 ? scheme : `${scheme} ${written.join(', ')}`
}

const quote = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`

const unquote = (text: string) => text.slice(1, -1).replace(/\\(.)/gs, '$1')

const bare = (value: string) => (/^[!#$%&'*+\-.^_`|~\w]+$/.test(value) ? value : quote(value))
