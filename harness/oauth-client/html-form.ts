/** A form of an HTML page, as far as submitting it needs (HTML Standard, "Form submission"). */
export interface HtmlForm {
  readonly method: 'GET' | 'POST'
  /** As it stands in the page; empty for the address of the page itself. */
  readonly action: string
  /** Names and values of its controls, in order. A button has a part only in a submission that it starts. */
  readonly controls: readonly Control[]
}

interface Control {
  readonly name: string
  readonly value: string
  readonly kind: 'field' | 'button' | 'hidden'
  /** Whether it is submitted as it stands: not a box that is not ticked, nor what has its value in its content. */
  readonly sent: boolean
}

/** Longer pages are not read to the end. */
const longestPage = 262_144

const tag = /<(\/?)(form|input|button|select|textarea)\b/gi
const restOfTag = /((?:[^>"']|"[^"]*"|'[^']*')*)>/y
const attribute = /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const plain = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', double, single, bare] of text.matchAll(attribute)) {
    const key = name.toLowerCase()
    if (!found.has(key)) found.set(key, plain(double ?? single ?? bare ?? ''))
  }
  return found
}

/** All forms of a page. No browser: what a script would add is not there. */
export function formsOf(html: string): readonly HtmlForm[] {
  const forms: { method: 'GET' | 'POST'; action: string; controls: Control[] }[] = []
  let open = false
  const text = withoutComments(html.slice(0, longestPage))
  for (const { 0: start, 1: closing, 2: element = '', index } of text.matchAll(tag)) {
    restOfTag.lastIndex = index + start.length
    const rest = restOfTag.exec(text)?.[1]
    // What is not closed goes on to the end of the page; looking again from every tag in it would take for ever.
    if (rest === undefined) break
    const name = element.toLowerCase()
    if (name === 'form') {
      open = closing === ''
      if (!open) continue
      const attributes = attributesOf(rest)
      const method = attributes.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET'
      forms.push({ method, action: attributes.get('action') ?? '', controls: [] })
    } else if (open && closing === '') {
      const control = controlOf(name, attributesOf(rest))
      if (control) forms.at(-1)?.controls.push(control)
    }
  }
  return forms
}

function withoutComments(text: string): string {
  let kept = ''
  for (let at = 0; ; ) {
    const start = text.indexOf('<!--', at)
    if (start < 0) return kept + text.slice(at)
    kept += text.slice(at, start)
    const end = text.indexOf('-->', start + 4)
    if (end < 0) return kept
    at = end + 3
  }
}

function controlOf(element: string, attributes: ReadonlyMap<string, string>): Control | undefined {
  const name = attributes.get('name') ?? ''
  if (name === '' || attributes.has('disabled')) return undefined
  const type = attributes.get('type')?.toLowerCase() ?? ''
  if (type === 'button' || type === 'reset') return undefined
  const button = element === 'button' || (element === 'input' && /^(submit|image)$/.test(type))
  const kind = button ? 'button' : type === 'hidden' ? 'hidden' : 'field'
  const box = type === 'checkbox' || type === 'radio'
  const sent = element === 'input' && !button && (!box || attributes.has('checked'))
  return { name, value: attributes.get('value') ?? (box ? 'on' : ''), kind, sent }
}

/** The form that asks for most of the given fields, and what to submit: those, and all others as they stand. */
export function filledForm(
  html: string,
  fields: Readonly<Record<string, string>>,
): { readonly form: HtmlForm; readonly values: readonly (readonly [string, string])[] } | undefined {
  const isGiven = ({ name, kind }: Control) => kind !== 'hidden' && Object.hasOwn(fields, name)
  const asked = ({ controls }: HtmlForm) => new Set(controls.filter(isGiven).map(({ name }) => name))
  const [form] = formsOf(html).toSorted((one, other) => asked(other).size - asked(one).size)
  if (!form || asked(form).size === 0) return undefined
  const names = [...asked(form)]
  const others = form.controls.filter(({ name, sent }) => sent && !names.includes(name))
  return {
    form,
    values: [
      ...others.map(({ name, value }) => [name, value] as const),
      ...names.map((name) => [name, fields[name] ?? ''] as const),
    ],
  }
}
