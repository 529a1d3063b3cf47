import { jsonObject } from '../wire/json-object.ts'

/** What a whole answer looks like, as far as it tells a served request from a refused one. */
export interface Answer {
  readonly status: number
  readonly mediaType: string
  readonly body: string
}

/** The success fingerprint: what the answers to valid requests have in common. */
export interface Fingerprint {
  readonly status: number
  readonly mediaType: string
  /** Names of the top-level members that all controls share, when they are JSON objects. */
  readonly members: readonly string[] | undefined
  /** The whole body, when all controls had the same one. */
  readonly body: string | undefined
}

/** A shorter body says too little to be recognised inside another answer. */
const tellingLength = 16

const membersOf = (body: string): readonly string[] | undefined => {
  const object = jsonObject(body)
  return object && Object.keys(object)
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Learns from answers to the valid credential; undefined where none of them is a success (RFC 9110 §15.3). */
export function deriveFingerprint(answers: readonly Answer[]): Fingerprint | undefined {
  const [first, ...others] = answers.filter((answer) => isSuccess(answer.status))
  if (!first) return undefined
  const shared = others
    .map((other) => membersOf(other.body))
    .reduce((common, members) => common?.filter((name) => members?.includes(name)), membersOf(first.body))
  const steady = others.every((other) => other.body === first.body)
  return { status: first.status, mediaType: first.mediaType, members: shared, body: steady ? first.body : undefined }
}

const sameMembers = (left: readonly string[] | undefined, right: readonly string[] | undefined): boolean =>
  left !== undefined &&
  right !== undefined &&
  left.length === right.length &&
  left.every((name) => right.includes(name))

const alike = (left: Answer, right: Answer): boolean =>
  left.status === right.status &&
  left.mediaType === right.mediaType &&
  (left.body === right.body || sameMembers(membersOf(left.body), membersOf(right.body)))

function looksServed(fingerprint: Fingerprint, answer: Answer): boolean {
  if (answer.mediaType !== fingerprint.mediaType) return false
  if (fingerprint.members) {
    const members = membersOf(answer.body)
    return fingerprint.members.every((name) => members?.includes(name))
  }
  return fingerprint.body === undefined || fingerprint.body === answer.body
}

/** Whether an answer holds what the target protects, wherever it was asked for. Nothing can be told from an empty one. */
export function isDisclosed(fingerprint: Fingerprint, answer: Answer): boolean {
  const { body } = fingerprint
  if (answer.body === '') return false
  if (body !== undefined && body.length >= tellingLength && answer.body.includes(body)) return true
  return isSuccess(answer.status) && looksServed(fingerprint, answer)
}

/**
 * Whether an answer shows what the target protects. A success that looks neither like the fingerprint nor like a known
 * refusal counts as served, because an attacker's own identity changes the body; an envelope such as
 * `200 {"error":true}` does not, once it was seen as the answer to strangers.
 */
export function isAccepted(fingerprint: Fingerprint, refusals: readonly Answer[] | undefined, answer: Answer): boolean {
  const { body } = fingerprint
  if (body !== undefined && body.length >= tellingLength && answer.body.includes(body)) return true
  if (!isSuccess(answer.status)) return false
  if (looksServed(fingerprint, answer)) return true
  return refusals !== undefined && !refusals.some((refusal) => alike(refusal, answer))
}
