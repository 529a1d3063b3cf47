import type { ReportFormat } from './format.ts'

/** All formats: the only list. Each is loaded when it is used. */
const reportFormats = [
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
