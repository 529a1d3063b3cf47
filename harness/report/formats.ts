import type { Results } from '../model/results.ts'

/** How text for a terminal is written; formats for programs have no use for it. */
export interface TextStyle {
  readonly color: boolean
  /** Every broken vector in full, not only the first of each finding. */
  readonly verbose: boolean
}

/** A way to write results, for `--report name=path` and `--format name`. */
export interface ReportFormat {
  readonly name: string
  /** A few words for the help. */
  readonly about: string
  /** Of a file whose path is not given: `results.extension`. */
  readonly extension: string
  render(results: Results, style: TextStyle): string | Promise<string>
}

/** All formats: the only list. Each is loaded when it is used. */
export const reportFormats = [
  {
    name: 'text',
    about: 'as on a terminal',
    extension: 'txt',
    render: async (results, style) => (await import('./text.ts')).renderText(results, style),
  },
  {
    name: 'json',
    about: 'for other programs',
    extension: 'json',
    render: async (results) => (await import('./json.ts')).renderJson(results),
  },
  {
    name: 'html',
    about: 'a web page in one file, with pictures',
    extension: 'html',
    render: async (results) => (await import('./html.ts')).renderHtml(results),
  },
] as const satisfies readonly ReportFormat[]

export type FormatName = (typeof reportFormats)[number]['name']

export const formatNames = reportFormats.map(({ name }) => name)

export const formatOf = (name: FormatName): ReportFormat =>
  reportFormats.find((format) => format.name === name) ?? reportFormats[0]

/** Where a report goes when only its format is named. */
export const defaultPath = (name: FormatName): string => `results.${formatOf(name).extension}`
