/** An exception that an answer shows. */
export interface Exception {
  /** Its class and message, such as `TypeError: x is not a function`. */
  readonly what: string
  /** Its class, such as `TypeError`, or all of `what` where it has none. */
  readonly kind: string
  /** Where it was thrown: the frames down to the first of the application itself. */
  readonly where: readonly string[]
  /** Whether the last of them is of the application, so that it says which line is wrong. */
  readonly located: boolean
}

const frames: readonly RegExp[] = [
  // JavaScript, Java, Kotlin and .NET; the place comes first.
  /^\s*at\s+\S.*[\d)>]$/,
  // PHP and Ruby.
  /^\s*#\d+ .*\(\d+\)/,
  /^\s*(from )?\S+\.rb:\d+:in /,
]

const pythonFrame = /^\s*File ".+", line \d+/

/** Frames of the runtime and of libraries. */
const foreign =
  /\(?\b(node:|internal\/)|<anonymous>|node_modules|site-packages|\blib\/python|^\s*at (java|javax|jdk|sun|kotlin|System|Microsoft|org\.springframework|org\.apache|io\.netty)\b/

/** Frames that are kept where none is of the application. */
const mostForeign = 3

/** The text of a page or of a JSON string, line by line. */
const linesOf = (body: string): readonly string[] =>
  body
    .replaceAll(/<br ?\/?>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&quot;|&#34;/g, '"')
    .replaceAll(/&#39;|&#x27;/g, "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\\r?\\n/g, '\n')
    .split(/\r?\n/)

function exceptionOf(line: string, stack: readonly string[]): Exception {
  const own = stack.findIndex((frame) => !foreign.test(frame))
  const what = messageOf(line)
  return {
    what,
    kind: /^[\w.$]+(?=[: ]|$)/.exec(what)?.[0] ?? what,
    where: stack.slice(0, own === -1 ? mostForeign : own + 1).map((frame) => frame.trim()),
    located: own !== -1,
  }
}

/** The first exception with a stack trace in a body. */
export function exceptionIn(body: string): Exception | undefined {
  const lines = linesOf(body)
  return thrownFirst(lines) ?? thrownLast(lines)
}

/** The frames follow the message, the place where it was thrown first. */
function thrownFirst(lines: readonly string[]): Exception | undefined {
  const isFrame = (line: string) => frames.some((frame) => frame.test(line))
  const first = lines.findIndex(isFrame)
  const what = lines.slice(0, first).findLast((line) => line.trim() !== '')
  if (first === -1 || what === undefined) return undefined
  const end = lines.findIndex((line, index) => index > first && !isFrame(line))
  return exceptionOf(what, lines.slice(first, end === -1 ? undefined : end))
}

/** Python: the message follows the frames, the place where it was thrown last. */
function thrownLast(lines: readonly string[]): Exception | undefined {
  const last = lines.findLastIndex((line) => pythonFrame.test(line))
  const what = lines
    .slice(last + 1)
    .find((line) => /^\w[\w.]*(Error|Exception|Warning|Exit|Interrupt)?(:|$)/.test(line))
  if (last === -1 || what === undefined) return undefined
  const stack = lines.filter((line) => pythonFrame.test(line))
  return exceptionOf(what, stack.toReversed())
}

/** What stands before the message in a JSON member, such as `{"stack":"`, is no part of it. */
const messageOf = (line: string): string => line.trim().replace(/^.*?["'](?=[\w.]+(Error|Exception)\b)/, '')
