import { composeAttempt } from '../../core/compose.ts'
import type { CheckInput } from '../../model/check.ts'
import type { Attempt } from '../../model/expectation.ts'
import { viewJwt } from '../../report/jwt-view.ts'
import { escapeBytes } from '../../wire/escape.ts'

/** Longer tokens are cut. */
const shown = 160

/** Fields that are the same in every request. */
const constant = /^(Host|User-Agent|Accept): /

/** What an attempt sends: its request line, and the fields that are not in every request; JWTs decoded. */
export async function requestLines(attempt: Attempt, input: CheckInput): Promise<readonly string[]> {
  const token = attempt.token ?? (attempt.jwt ? await input.mint(attempt.jwt) : input.token)
  const { method, target, fields } = composeAttempt(attempt, input.config, input.target, token)
  const good = attempt === validRequest ? [] : (viewJwt(input.token)?.decoded ?? [])
  const lines = [`${method} ${target} HTTP/1.1`, ...fields.filter((line) => !constant.test(line))]
  return lines.flatMap((line) => {
    const view = viewJwt(line)
    const readable = view?.decoded.every((part) => !/[\x00-\x1f\x7f\ufffd]/.test(part))
    if (!view || !readable) return [cut(escapeBytes(line))]
    const kept = (part: string) => (good.includes(part) && !part.startsWith('signature') ? asValid(part) : part)
    return [view.line, ...view.decoded.map((part) => `  ${kept(part)}`)]
  })
}

/** The request that the target must accept. */
export const validRequest: Attempt = {}

const asValid = (part: string): string => part.replace(/\{.*$/s, 'as in the valid request')

const cut = (line: string): string =>
  line.length <= shown ? line : `${line.slice(0, shown)}… (${line.length} characters)`
