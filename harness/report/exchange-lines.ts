import type { Exchange } from '../model/exchange.ts'
import { viewJwt } from './jwt-view.ts'

export interface ExchangeLines {
  /** Of the body of the answer. Default: all. */
  readonly bodyLines?: number
}

/** Characters of a line that are shown; results.json has all. */
const lineLength = 500

const cut = (line: string): string =>
  line.length > lineLength ? `${line.slice(0, lineLength)}… (${line.length} characters)` : line

/** An exchange as one reads it: `>` before what was sent, tokens decoded, and `<` before what came. */
export function exchangeLines(
  { request, response, failure }: Exchange,
  { bodyLines }: ExchangeLines = {},
): readonly string[] {
  const sent = request.text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const view = viewJwt(line)
      return view ? [`> ${view.line}`, ...view.decoded.map((each) => `>   ${each}`)] : [`> ${line}`]
    })
  if (!response) return [...sent, `< ${failure?.detail ?? 'nothing'}`].map(cut)
  const body = response.body === '' ? [] : response.body.split('\n').slice(0, bodyLines)
  return [
    ...sent,
    `< HTTP/1.1 ${response.status} ${response.reason}`.trimEnd(),
    ...response.fields.map(([name, value]) => `< ${name}: ${value}`),
    ...(body.length === 0 ? [] : ['<', ...body.map((line) => `< ${line}`)]),
  ].map(cut)
}
