import { answerText, secretIn } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

/** Texts that only the inside of a program has, and that nobody writes into an answer. */
const internals = [
  { what: 'a stack trace of Python', pattern: /Traceback \(most recent call last\)|File "[^"\n]+\.py", line \d+/ },
  { what: 'a stack trace of Node.js', pattern: /^\s*at .+\((?:file:\/\/)?\/[^)\n]+:\d+:\d+\)/m },
  { what: 'a stack trace of Java', pattern: /^\s*at [\w$.<>]+\([\w$]+\.(?:java|kt|scala):\d+\)/m },
  { what: 'a stack trace of Go', pattern: /goroutine \d+ \[[\w ]+\]:/ },
  { what: 'a stack trace of .NET', pattern: /^\s*at [\w.]+\([^)\n]*\) in [^\n]+:line \d+/m },
  { what: 'a stack trace of PHP', pattern: /Stack trace:\s*#0 / },
  { what: 'a stack trace of Ruby', pattern: /\/[\w./-]+\.rb:\d+:in [`']/ },
  { what: 'an error of SQL', pattern: /SQLSTATE\[|ORA-\d{5}|syntax error at or near|SQLITE_ERROR|PG::[A-Z]\w+Error/ },
  { what: 'the page of a debugger', pattern: /Werkzeug Debugger|DEBUG = True|Whitelabel Error Page.*\btrace\b/s },
  { what: 'the path of a dependency', pattern: /(?:node_modules|site-packages|vendor\/bundle|\.m2\/repository)\// },
] as const

/** The answer holds nothing of the code that made it. */
export const noInternalsTold = (): Expectation => ({
  text: 'must not show a stack trace, a path or a query of its own',
  judge: ({ exchange }) => {
    const text = exchange.response?.body ?? ''
    const found = internals.find(({ pattern }) => pattern.test(text))
    return found ? { kind: 'broken', received: `an answer with ${found.what}` } : { kind: 'met' }
  },
})

/** The signature of the JWT in a request: the only part that is not the same in other tokens. */
const signatureIn = ({ exchange }: Observed): string | undefined =>
  /\b[\w-]+\.[\w-]+\.([\w-]{20,})/.exec(exchange.request.text)?.[1]

/** The answer does not repeat the credential of its own request. */
export const credentialAbsent = (): Expectation => ({
  text: 'must not repeat the credential',
  judge: (observed) => {
    const secret = secretIn(observed)
    if (secret !== undefined) return { kind: 'broken', received: `an answer with ${secret}` }
    const signature = signatureIn(observed)
    return signature !== undefined && answerText(observed).includes(signature)
      ? { kind: 'broken', received: 'an answer with the token' }
      : { kind: 'met' }
  },
})
