import type { Finding, VectorOutcome } from '../../model/finding.ts'
import type { Group } from '../../model/results.ts'
import { verdictOf, worstFirst } from '../order.ts'
import { answerKey, answerText, showsCause } from './answer.ts'

/** A cause, with the findings that show it; their vectors are those that share it. */
export interface Cause<F extends Finding = Finding> extends Pick<Group, 'cause' | 'text'> {
  /** The worst first. */
  readonly findings: readonly [F, ...F[]]
}

/** The check whose findings have one cause, whatever came. */
const concurrent = 'http/concurrent-requests'

interface Key {
  readonly cause: Group['cause']
  readonly key: string
  readonly text: string
}

/** What other findings may share with a vector; undefined where its rule alone says what is wrong. */
function keyOf(
  { id, check }: Finding,
  { verdict, received = '', expected, exchanges }: VectorOutcome,
): Key | undefined {
  if (check === concurrent) return undefined
  if (verdict === 'inconclusive') return { cause: 'reason', key: `${verdict} ${received}`, text: received }
  // Of several answers, only a crash tells which one is meant.
  const [first, ...others] = exchanges
  const shown = id === check ? first : exchanges.find(showsCause)
  if (!shown || (id === check && others.length > 0)) return undefined
  const key = answerKey(shown)
  if (shown.failure) return { cause: 'failure', key, text: answerText(shown) }
  if (showsCause(shown)) return { cause: 'answer', key, text: answerText(shown) }
  // The same rejection of different valid requests shows different causes, and so does any success.
  const status = shown.response?.status ?? 0
  if (status < 300 || expected.some((text) => /^(must|should) accept\b/.test(text))) return undefined
  return { cause: 'answer', key: JSON.stringify([received, key]), text: answerText(shown) }
}

/** A finding, or the part of it that has one key. */
interface Part<F extends Finding> {
  readonly finding: F
  readonly key: Key | undefined
}

const idOf = ({ cause, key }: Key): string => `${cause} ${key}`

/** Vectors with a key, and those without one together. */
function partsOf<F extends Finding>(finding: F): readonly Part<F>[] {
  const { verdict, reason = '', vectors } = finding
  const broken = vectors.filter((outcome) => outcome.verdict !== 'pass')
  if (broken.length === 0) return [{ finding, key: { cause: 'reason', key: `${verdict} ${reason}`, text: reason } }]
  const keys = broken.map((outcome) => ({ outcome, key: keyOf(finding, outcome) }))
  const ids = [...new Set(keys.map(({ key }) => key && idOf(key)))]
  return ids.map((id) => {
    const members = keys.filter(({ key }) => (key && idOf(key)) === id)
    const vectors = members.map(({ outcome }) => outcome)
    return { finding: shownBy(finding, vectors), key: members[0]?.key }
  })
}

/** The finding as some of its vectors show it. */
const shownBy = <F extends Finding>(finding: F, vectors: readonly VectorOutcome[]): F => ({
  ...finding,
  vectors,
  ...verdictOf(vectors),
})

/** The finding with the vectors of several of its parts, in their order, and what passed. */
function joined<F extends Finding>(original: F, parts: readonly F[]): F {
  const own = parts.flatMap(({ vectors }) => vectors)
  if (original.vectors.every((one) => one.verdict === 'pass' || own.includes(one))) return original
  return shownBy(
    original,
    original.vectors.filter((one) => one.verdict === 'pass' || own.includes(one)),
  )
}

const ruleCause = <F extends Finding>(finding: F): Cause<F> => ({
  cause: finding.check === concurrent && finding.verdict !== 'inconclusive' ? 'concurrent requests' : 'rule',
  text: `${finding.id}: ${finding.vectors.length === 0 && finding.reason ? finding.reason : finding.title}`,
  findings: [finding],
})

function commonCause<F extends Finding>(parts: readonly Part<F>[]): readonly Cause<F>[] {
  const [first, ...others] = parts.map(({ finding }) => finding).toSorted(worstFirst)
  const key = parts[0]?.key
  return first && key ? [{ cause: key.cause, text: key.text, findings: [first, ...others] }] : []
}

/**
 * Findings by their cause, the worst first. Several findings are one cause where they share an answer (see answer.ts), a
 * failure or the reason why they are inconclusive; what a finding shares with no other stays one cause, its rule.
 */
export function causesOf<F extends Finding>(findings: readonly F[]): readonly Cause<F>[] {
  const parts = findings
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .flatMap((finding) => partsOf(finding).map((part) => ({ ...part, original: finding })))
  const shared = new Map<string, typeof parts>()
  for (const part of parts) {
    if (part.key) shared.set(idOf(part.key), [...(shared.get(idOf(part.key)) ?? []), part])
  }
  const isShared = ({ key }: Part<F>) => key !== undefined && (shared.get(idOf(key))?.length ?? 0) > 1
  const common = [...shared.values()].filter((members) => members.length > 1).flatMap(commonCause)
  const single = findings.flatMap((finding) => {
    const own = parts.filter((part) => part.original === finding && !isShared(part))
    const found = own.map((part) => part.finding)
    return found.length === 0 ? [] : [ruleCause(joined(finding, found))]
  })
  return [...common, ...single].sort(
    (left, right) => worstFirst(left.findings[0], right.findings[0]) || right.findings.length - left.findings.length,
  )
}

/** The causes as results.json has them. */
export const groupsOf = (findings: readonly Finding[]): readonly Group[] =>
  causesOf(findings).map(({ cause, text, findings }) => ({
    cause,
    text,
    verdict: findings[0].verdict,
    severity: findings[0].severity,
    findings: findings.map(({ id, vectors }) => ({
      id,
      vectors: vectors.filter(({ verdict }) => verdict !== 'pass').map(({ vector }) => vector),
    })),
  }))
