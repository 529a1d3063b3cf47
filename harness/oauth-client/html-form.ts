/** A form of an HTML page, as far as submitting it needs (HTML Standard, "Form submission"). */
export interface HtmlForm {
  readonly method: 'GET' | 'POST'
  /** As it stands in the page; empty for the address of the page itself. */
  readonly action: string
  /** Names and values of its controls, in order. A button has a part only in a submission that it starts. */
  readonly controls: readonly Control[]
  /** Its submit buttons, those without a name, too. */
  readonly buttons: readonly Button[]
}

interface Button {
  readonly name: string
  readonly value: string
  /** What people read on it. */
  readonly text: string
}

/** What is known of the pages of an issuer: values of form fields, by name, and buttons by text, name or value. */
export interface PageInput {
  readonly fields: Readonly<Record<string, string>>
  readonly press: readonly string[]
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

/** Longer texts of buttons are not read to the end. */
const longestText = 2000

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
  const forms: { method: 'GET' | 'POST'; action: string; controls: Control[]; buttons: Button[] }[] = []
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
      forms.push({ method, action: attributes.get('action') ?? '', controls: [], buttons: [] })
    } else if (open && closing === '') {
      const attributes = attributesOf(rest)
      const control = controlOf(name, attributes)
      if (control) forms.at(-1)?.controls.push(control)
      const button = buttonOf(name, attributes, text.slice(restOfTag.lastIndex, restOfTag.lastIndex + longestText))
      if (button) forms.at(-1)?.buttons.push(button)
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

const isSubmit = (element: string, type: string): boolean =>
  (element === 'button' && type !== 'button' && type !== 'reset') ||
  (element === 'input' && /^(submit|image)$/.test(type))

const typeOf = (attributes: ReadonlyMap<string, string>): string => attributes.get('type')?.toLowerCase() ?? ''

/** A submit button; `after` is what follows its tag. */
function buttonOf(element: string, attributes: ReadonlyMap<string, string>, after: string): Button | undefined {
  if (!isSubmit(element, typeOf(attributes)) || attributes.has('disabled')) return undefined
  const { name = '', value = '' } = Object.fromEntries(attributes)
  const [content = ''] = element === 'button' ? after.split(/<\/button/i) : [value]
  const text = plain(content.replace(/<[^<>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
  return { name, value, text }
}

function controlOf(element: string, attributes: ReadonlyMap<string, string>): Control | undefined {
  const name = attributes.get('name') ?? ''
  if (name === '' || attributes.has('disabled')) return undefined
  const type = typeOf(attributes)
  if (type === 'button' || type === 'reset') return undefined
  const button = isSubmit(element, type)
  const kind = button ? 'button' : type === 'hidden' ? 'hidden' : 'field'
  const box = type === 'checkbox' || type === 'radio'
  const sent = element === 'input' && !button && (!box || attributes.has('checked'))
  return { name, value: attributes.get('value') ?? (box ? 'on' : ''), kind, sent }
}

/** A form, and the names and values of its submission. */
interface FilledForm {
  readonly form: HtmlForm
  readonly values: readonly (readonly [string, string])[]
}

/**
 * What to submit: the form that asks for most of the given fields, with those, all others as they stand, and the button
 * to press there. Where none asks for a field, the form with a button to press, or the only form of the page when it asks
 * for nothing.
 */
export function filledForm(html: string, { fields, press }: PageInput): FilledForm | undefined {
  const forms = formsOf(html)
  const isGiven = ({ name, kind }: Control) => kind !== 'hidden' && Object.hasOwn(fields, name)
  const asked = ({ controls }: HtmlForm) => new Set(controls.filter(isGiven).map(({ name }) => name))
  const [most] = forms.toSorted((one, other) => asked(other).size - asked(one).size)
  const form = most && asked(most).size > 0 ? most : (forms.find((one) => pressed(one, press)) ?? onlyForm(forms))
  if (!form) return undefined
  const names = [...asked(form)]
  const others = form.controls.filter(({ name, sent }) => sent && !names.includes(name))
  // A form that asks for nothing is submitted by its only button.
  const button = pressed(form, press) ?? (names.length === 0 ? form.buttons[0] : undefined)
  return {
    form,
    values: [
      ...others.map(({ name, value }) => [name, value] as const),
      ...names.map((name) => [name, fields[name] ?? ''] as const),
      ...(button && button.name !== '' && !names.includes(button.name) ? [[button.name, button.value] as const] : []),
    ],
  }
}

const pressed = ({ buttons }: HtmlForm, press: readonly string[]): Button | undefined =>
  buttons.find(({ name, value, text }) => press.some((one) => one !== '' && [text, name, value].includes(one)))

/** The only form of a page, where it has nothing to fill in and no choice of buttons. */
function onlyForm(forms: readonly HtmlForm[]): HtmlForm | undefined {
  const [form, ...more] = forms
  const asksNothing = form?.controls.every(({ kind }) => kind !== 'field') === true
  return form && more.length === 0 && asksNothing && form.buttons.length < 2 ? form : undefined
}
