import type { Exchange } from '../model/exchange.ts'
import type { Finding, VectorOutcome } from '../model/finding.ts'
import type { Results } from '../model/results.ts'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Fields that curl writes by itself. */
const ofCurl = new Set(['host', 'connection', 'user-agent', 'accept', 'content-length'])

/**
 * The command line that repeats one exchange with curl, secrets as shell variables; undefined where curl cannot send the
 * same bytes, or where the token has expired by the time anyone reads this.
 */
export function curlFor({ request }: Exchange, results: Pick<Results, 'target'>): string | undefined {
  const [head = '', body = ''] = request.text.split('\n\n')
  const [requestLine = '', ...fields] = head.split('\n')
  const target = requestLine.split(' ')[1] ?? '/'
  const sendable = fields.every((line) => /^[\w-]+: ?\S/.test(line) && !/\\x|"|\$|`|‹[^›]*[ [][^›]*›/.test(line))
  // A shell expands nothing between the quotes of the body.
  if (!sendable || body.includes('‹') || /eyJ/.test(request.text) || results.target.credential.startsWith('JWT'))
    return undefined
  const shell = (text: string) => `"${text.replace(/‹(\w+)›/g, (_, name: string) => `$${name}`)}"`
  const headers = fields
    .filter((line) => !ofCurl.has(line.slice(0, line.indexOf(':')).toLowerCase()))
    .map((line) => `-H ${shell(line)}`)
  const method = request.method === 'GET' ? [] : [`-X ${request.method}`]
  const data = body === '' ? [] : [`--data ${quote(body)}`]
  return ['curl -i', ...method, ...headers, ...data, shell(new URL(results.target.url).origin + target)].join(' ')
}

/** The command that tries one vector again. */
export const rerunOf = (results: Pick<Results, 'rerun'>, id: string, vector: string): string =>
  `${results.rerun} --only ${quote(`${id}[${vector}]`)}`

/** Input for the line that repeats an exchange. */
export interface Context extends Pick<Results, 'target'> {
  repeat(id: string, vector: string): string
}

/** The command that tries a vector again: curl where one request is all and curl can send it. */
export function repeatLine({ check }: Pick<Finding, 'check'>, { vector, exchanges }: VectorOutcome, context: Context) {
  const [only, ...more] = exchanges
  return (more.length === 0 && only && curlFor(only, context)) || context.repeat(check, vector)
}
