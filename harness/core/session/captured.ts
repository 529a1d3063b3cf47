import type { Attempt } from '../../model/expectation.ts'
import { textMember } from '../../wire/json-member.ts'

/** Texts in a JSON answer, by the names of their members; absent ones are left out. */
export const capturedMembers = (
  body: string,
  names: NonNullable<Attempt['captureMembers']>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = textMember(body, name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )

/**
 * What the head of an answer issues, by name: the code of its Location (RFC 6749 §4.1.2; in the fragment, too) and the
 * values of its cookies (RFC 6265 §4.1.1).
 */
export function capturedInHead(
  fields: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, string>> {
  const issued: Record<string, string> = {}
  for (const [name, value] of fields) {
    if (name.toLowerCase() === 'location') {
      const code = new URLSearchParams(value.replace(/^[^?#]*/, '').replaceAll(/[?#]/g, '&')).get('code')
      if (code) issued.code = code
    }
    const cookie = name.toLowerCase() === 'set-cookie' && /^\s*([^=;]+)=\s*([^;]+)/.exec(value)
    // A flag such as `1` is no secret, and masking it would hide every 1.
    if (cookie && (cookie[2] ?? '').length >= 8) issued[`cookie ${cookie[1]}`] = cookie[2] ?? ''
  }
  return issued
}

/** What is masked of an issued value: of a signed JWT (RFC 7515 §7.1) its signature, without which it is not valid. */
export const maskedPart = (value: string): string => /^eyJ[\w-]+\.[\w-]+\.([\w-]{16,})$/.exec(value)?.[1] ?? value
