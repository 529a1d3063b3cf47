import type { Exchange } from '../../model/exchange.ts'
import { exceptionIn } from './exception.ts'
import { normalise } from './normalise.ts'

/**
 * Answers with one cause, explained once: two answers are the same when their status, their media type and their body are
 * equal after `normalise`. Where the body shows an exception, its class and the place where it was thrown stand for the body:
 * the message quotes the request, and the frames below differ with the way to that place. Where no frame is of the application
 * itself, the message counts, too. Without an answer, the kind of failure and the words for it count.
 */
export function answerKey(exchange: Exchange): string {
  const { response, failure } = exchange
  if (!response) return JSON.stringify(['no answer', failure?.kind, failure?.detail.replaceAll(/\d+/g, '#')])
  const exception = exceptionIn(response.body)
  const type = response.fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const head = [response.status, type.split(';')[0]?.trim().toLowerCase()]
  if (!exception) return JSON.stringify([...head, 'body', normalise(response.body, exchange)])
  const { kind, what, where, located } = exception
  const place = where.map((frame) => normalise(frame, exchange))
  return JSON.stringify([...head, 'exception', kind, ...place, ...(located ? [] : [normalise(what, exchange)])])
}

/** Characters of a message or a body that name it. */
const named = 100

const cut = (text: string): string => (text.length > named ? `${text.slice(0, named)}…` : text)

/** The answer in a line, such as `500 Internal Server Error: TypeError: x is not a function, at /app/server.js:12:5`. */
export function answerText({ response, failure }: Exchange): string {
  if (!response) return failure?.detail ?? 'no answer'
  const status = `${response.status} ${response.reason}`.trim()
  const exception = exceptionIn(response.body)
  if (exception) {
    const place = exception.located ? `, ${exception.where.at(-1)}` : ''
    return `${status}: ${cut(exception.what)}${place}`
  }
  const body = response.body.replaceAll(/\s+/g, ' ').trim()
  const isName = body === '' || /<html|<!doctype/i.test(body) || body.toLowerCase() === response.reason.toLowerCase()
  return isName ? status : `${status}: ${cut(body)}`
}

/** Whether an answer says by itself what is wrong: a server error, no answer, or an exception. */
export const showsCause = ({ response, failure }: Exchange): boolean =>
  failure !== undefined ||
  (response !== undefined && (response.status >= 500 || exceptionIn(response.body) !== undefined))
