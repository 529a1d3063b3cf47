/** A form of an HTML page, as far as submitting it needs (HTML Standard, "Form submission"). */
export interface HtmlForm {
  readonly method: 'GET' | 'POST'
  /** As it stands in the page; empty for the address of the page itself. */
  readonly action: string
  /** Names and values of its controls, in order. A button has a part only in a submission that it starts. */
  readonly controls: readonly Control[]
}

export interface Control {
  readonly name: string
  readonly value: string
  readonly kind: 'field' | 'button' | 'hidden'
}

/** Longer pages are not read to the end. */
const longestPage = 262_144

const tag = /<(\/?)(form|input|button|select|textarea)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi
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
  const text = html.slice(0, longestPage).replace(/<!--.*?-->/gs, '')
  for (const [, closing, element = '', rest = ''] of text.matchAll(tag)) {
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

function controlOf(element: string, attributes: ReadonlyMap<string, string>): Control | undefined {
  const name = attributes.get('name') ?? ''
  if (name === '' || attributes.has('disabled')) return undefined
  const type = attributes.get('type')?.toLowerCase() ?? ''
  const button = element === 'button' ? type !== 'button' : element === 'input' && /^(submit|image)$/.test(type)
  const kind = button ? 'button' : type === 'hidden' ? 'hidden' : 'field'
  return { name, value: attributes.get('value') ?? '', kind }
}

/** A form that has one of the given fields, and what to submit: its hidden fields with those that it asks for. */
export function filledForm(
  html: string,
  fields: Readonly<Record<string, string>>,
): { readonly form: HtmlForm; readonly values: readonly (readonly [string, string])[] } | undefined {
  const asks = (form: HtmlForm) =>
    form.controls.filter(({ name, kind }) => kind !== 'hidden' && Object.hasOwn(fields, name)).length
  const form = formsOf(html).reduce<HtmlForm | undefined>(
    (best, each) => (asks(each) > (best ? asks(best) : 0) ? each : best),
    undefined,
  )
  if (!form) return undefined
  const hidden = form.controls.filter(({ kind }) => kind === 'hidden')
  const asked = [...new Set(form.controls.filter(({ kind }) => kind !== 'hidden').map(({ name }) => name))]
  return {
    form,
    values: [
      ...hidden.map(({ name, value }) => [name, value] as const),
      ...asked.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const])),
    ],
  }
}
