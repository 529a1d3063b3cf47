import type { Expectation } from '../model/expectation.ts'

/** What only the inside of a program looks like; each is nothing that a person writes into an answer. */
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

/** The answer tells nothing of the code that made it. */
export const tellsNoInternals = (): Expectation => ({
  text: 'shows no stack trace, path or query of its own',
  judge: ({ exchange }) => {
    const text = exchange.response?.body ?? ''
    const found = internals.find(({ pattern }) => pattern.test(text))
    return found ? { kind: 'broken', received: `an answer with ${found.what}` } : { kind: 'met' }
  },
})
