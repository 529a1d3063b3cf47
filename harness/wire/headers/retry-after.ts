type Fields = readonly (readonly [name: string, value: string])[]

/** The value of a field, its lines joined (RFC 9110 §5.3); undefined without any. */
export function fieldValue(fields: Fields, wanted: string): string | undefined {
  const values = fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** IMF-fixdate, or one of the two obsolete forms (RFC 9110 §5.6.7). */
const httpDate =
  /^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} [\d:]{8} GMT|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})$/

/**
 * Milliseconds that Retry-After asks to wait: whole seconds, or until a date, by the Date of the answer where it has
 * one (RFC 9110 §10.2.3). Undefined for anything else. A date that has passed is 0.
 *
 * @param now Milliseconds since the epoch, for answers without a Date.
 */
export function retryAfterMs(fields: Fields, now: number): number | undefined {
  const value = fieldValue(fields, 'retry-after')
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = httpDate.test(value) ? parseDate(value) : undefined
  if (until === undefined) return undefined
  const date = parseDate(fieldValue(fields, 'date') ?? '')
  return Math.max(until - (date ?? now), 0)
}

function parseDate(text: string): number | undefined {
  // The form of asctime names no zone, but means GMT.
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(time) ? undefined : time
}
