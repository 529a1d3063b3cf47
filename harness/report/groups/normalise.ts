import type { Exchange } from '../../model/exchange.ts'

/** Stands for what was taken out of an answer. */
const gap = '‹›'

/** A shorter value may occur in an answer by chance. */
const shortestEcho = 6

/** Texts that are different in answers that say the same. */
const volatile: readonly RegExp[] = [
  /‹[^›]*›/g,
  // UUIDs, addresses in memory, hashes of Java objects, and ids of requests and traces in hexadecimal digits.
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b0x[0-9a-f]{4,}\b/gi,
  /(?<=[A-Za-z])@[0-9a-f]{5,8}\b/g,
  /\b(?=[a-f]*\d)[0-9a-f]{16,}\b/gi,
  // Dates and times (ISO 8601, RFC 9110 §5.6.7, Date.prototype.toString), and seconds or milliseconds since the epoch.
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?/g,
  /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (\d\d )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d\d )?(\d{4} )?\d\d:\d\d:\d\d( GMT| UTC)?( \d{4})?/g,
  /\b1\d{9}(\d{3})?\b/g,
]

/** A member or line that names the request, such as `"requestId": "req-7"`. */
const named = /((?:request|req|trace|span|correlation|error|event|incident)[-_ ]?id["']?\s*[:=]\s*)["']?[\w.:-]+["']?/gi

/** The values that a request carried and an answer may repeat, the longest first. */
function echoesOf({ request: { text } }: Exchange): readonly string[] {
  const bytes = text.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  const [head = '', body = ''] = bytes.split(/\n\n(.*)/s)
  const [requestLine = '', ...fields] = head.split('\n')
  const target = requestLine.split(' ')[1] ?? ''
  const values = [...fields.map((line) => line.replace(/^[^:]*: ?/, '')), target, ...target.split(/[?&=]/), body]
  // After a scheme, and the parts of a token or a list.
  const contents = values.flatMap((value) => [value, value.replace(/^[\w-]+ +/, '')])
  const parts = contents.flatMap((content) => [content, ...content.split(/[,;.]/)])
  const written = parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), part.replaceAll('"', '&quot;')])
  return [...new Set(written)]
    .filter((part) => part.length >= shortestEcho)
    .sort((left, right) => right.length - left.length)
}

/**
 * A text of an answer without what differs between answers that say the same: what the request carried and the answer
 * repeats, ids, addresses in memory, dates and times. Everything else stays as it is, numbers and line numbers too.
 */
export function normalise(text: string, exchange: Exchange): string {
  const withoutEchoes = echoesOf(exchange).reduce((rest, echo) => rest.replaceAll(echo, gap), text)
  const withoutIds = withoutEchoes.replace(named, `$1${gap}`)
  return volatile.reduce((rest, pattern) => rest.replace(pattern, gap), withoutIds)
}
