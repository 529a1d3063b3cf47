import type { AnswerFilter } from '../../model/check.ts'
import type { Observed } from '../../model/expectation.ts'

/** Whether a review judges this answer. */
export function selects({ role, status, error, field, captures }: AnswerFilter, observed: Observed): boolean {
  const { response } = observed.exchange
  const hasField = (wanted: string) =>
    (response?.fields ?? []).some(([name, value]) => name.toLowerCase() === wanted && value.trim() !== '')
  return [
    role === undefined || observed.role === role,
    status === undefined || response?.status === status,
    error === undefined || ((response?.status ?? 0) >= 400 || observed.declaredRejection === true) === error,
    field === undefined || hasField(field.toLowerCase()),
    captures === undefined || (observed.attempt.captureMembers !== undefined) === captures,
  ].every(Boolean)
}
