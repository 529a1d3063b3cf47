import type { WireResponse } from '../../wire/client.ts'
import { jsonObject } from '../../wire/json-object.ts'

/** What of an answer tells an accepted request from a rejected one. */
export interface Answer {
  readonly status: number
  readonly mediaType: string
  readonly body: string
}

/** What the answers to valid requests have in common. */
export interface Fingerprint {
  readonly status: number
  readonly mediaType: string
  /** Names of the top-level members that all controls share, when they are JSON objects. */
  readonly members: readonly string[] | undefined
  /** The whole body, when all controls had the same one. */
  readonly body: string | undefined
}

/** A shorter body is not looked for inside other answers, because it may occur there by chance. */
const distinctiveLength = 16

const membersOf = (body: string): readonly string[] | undefined => {
  const object = jsonObject(body)
  return object && Object.keys(object)
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** The fingerprint of answers to the valid credential; undefined where none of them is a success (RFC 9110 §15.3). */
export function deriveFingerprint(answers: readonly Answer[]): Fingerprint | undefined {
  const [first, ...others] = answers.filter((answer) => isSuccess(answer.status))
  if (!first) return undefined
  const shared = others
    .map((other) => membersOf(other.body))
    .reduce((common, members) => common?.filter((name) => members?.includes(name)), membersOf(first.body))
  const constant = others.every((other) => other.body === first.body)
  return { status: first.status, mediaType: first.mediaType, members: shared, body: constant ? first.body : undefined }
}

const sameMembers = (left: readonly string[] | undefined, right: readonly string[] | undefined): boolean =>
  left !== undefined &&
  right !== undefined &&
  left.length === right.length &&
  left.every((name) => right.includes(name))

const isSimilar = (left: Answer, right: Answer): boolean =>
  left.status === right.status &&
  left.mediaType === right.mediaType &&
  (left.body === right.body || sameMembers(membersOf(left.body), membersOf(right.body)))

function matches(fingerprint: Fingerprint, answer: Answer): boolean {
  if (answer.mediaType !== fingerprint.mediaType) return false
  if (fingerprint.members) {
    const members = membersOf(answer.body)
    return fingerprint.members.every((name) => members?.includes(name))
  }
  return fingerprint.body === undefined || fingerprint.body === answer.body
}

/** Of a target that declares what its rejections look like, because their status is that of any answer. */
interface RejectionByBody {
  /** Whether the answer is one. */
  readonly isRejection: boolean
}

/** Whether an answer holds what the target protects, whatever path it was asked for. An empty one does not count. */
export function isDisclosed(fingerprint: Fingerprint, answer: Answer, byBody?: RejectionByBody): boolean {
  const { body } = fingerprint
  if (answer.body === '') return false
  if (body !== undefined && body.length >= distinctiveLength && answer.body.includes(body)) return true
  return isSuccess(answer.status) && !byBody?.isRejection && matches(fingerprint, answer)
}

/**
 * Whether an answer shows that the credential was accepted. A success that is similar neither to the fingerprint nor to a
 * rejection counts as accepted, because the body may depend on the identity in the token. An envelope such as
 * `200 {"error":true}` does not, when it was the answer to an unknown credential, or is declared as a rejection.
 */
export function isAccepted(
  fingerprint: Fingerprint,
  rejections: readonly Answer[] | undefined,
  answer: Answer,
  byBody?: RejectionByBody,
): boolean {
  const { body } = fingerprint
  if (body !== undefined && body.length >= distinctiveLength && answer.body.includes(body)) return true
  if (!isSuccess(answer.status) || byBody?.isRejection) return false
  if (matches(fingerprint, answer)) return true
  // An answer without a body, as to HEAD, tells nothing then.
  if (byBody && answer.body === '') return false
  return rejections !== undefined && !rejections.some((rejection) => isSimilar(rejection, answer))
}

export function answerOf({ status, fields, body }: WireResponse): Answer {
  const type = fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return { status, mediaType: type?.split(';')[0]?.trim().toLowerCase() ?? '', body: body.toString('utf8') }
}
