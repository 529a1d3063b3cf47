import { z } from 'zod'
import { defaultPath, type FormatName, formatNames } from '../report/formats.ts'

const names = formatNames.join(', ')
const error = `formats with the path of a file, such as html=report.html; formats are ${names}`
const format = z.enum(formatNames, { error })
const path = z.string({ error }).min(1, { error })

/** `html=report.html`, or `html` for the default path. */
const item = z.string({ error }).transform((text, context): readonly [FormatName, string] => {
  const [, name, file] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? []
  const read = format.safeParse(name)
  if (read.success) return [read.data, file ?? defaultPath(read.data)]
  context.issues.push({ code: 'custom', message: error, input: text })
  return z.NEVER
})

/** Reports to write, by their formats: `{ html: 'report.html' }`, or a list such as `['html=report.html']`. */
export const reports = z.union(
  [z.partialRecord(format, path, { error }), z.array(item, { error }).transform((items) => Object.fromEntries(items))],
  { error },
)
