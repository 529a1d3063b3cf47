import type { Fault, FaultKindName } from '../../faults/fault.ts'
import type { Tools, View } from './view.ts'

/** The faults that wait for requests, and a form for more. Runs in the browser: see script.ts. */
export const createFaultsView = ({ dom, api, page }: Tools): View => {
  const { el, at, swap, button, badge, table, nothing, say } = dom
  const kind = at('fault-kind')
  const texts: Readonly<Record<string, string>> = {
    status: 'Status',
    body: 'Body',
    ms: 'Milliseconds',
    bytes: 'Bytes',
    location: 'Location',
    contentType: 'Content type',
    issuer: 'Issuer',
  }
  const numbers = ['status', 'ms', 'bytes']
  const membersOf: Readonly<Record<FaultKindName, readonly string[]>> = {
    status: ['status', 'body'],
    delay: ['ms'],
    stall: ['ms'],
    drop: [],
    truncate: ['bytes'],
    'content-type': ['contentType', 'body'],
    'bad-json': [],
    'huge-body': ['bytes'],
    redirect: ['location'],
    'stale-jwks': [],
    'empty-jwks': [],
    'wrong-issuer': ['issuer'],
  }
  /** Kinds that make sense at one endpoint only. */
  const placeOf: Readonly<Record<string, string>> = {
    'stale-jwks': 'jwks',
    'empty-jwks': 'jwks',
    'wrong-issuer': 'openid-configuration',
  }
  const members = () => membersOf[kind.value as FaultKindName] ?? []

  const show = async () => {
    const { faults } = await api.get<{ faults: Fault[] }>('faults')
    swap(
      at('faults-list'),
      faults.length === 0
        ? nothing('None: every endpoint behaves.')
        : table('Faults', ['Endpoint', 'Kind', 'With', 'For', ''], faults.map(row)),
    )
    at('faults-clear').hidden = faults.length === 0
  }

  const row = (fault: Fault) => {
    const { id, endpoint, times } = fault
    const values = members_(fault).join(', ')
    const left = times === undefined ? 'until cleared' : times === 1 ? '1 more' : `${times} more`
    const clear = () => cleared(`faults?id=${encodeURIComponent(id)}`)
    return [
      endpoint === '*' ? 'all' : endpoint,
      badge(fault.kind, 'warn'),
      values,
      left,
      button('Clear', `fault ${id}`, clear, { class: 'small', 'aria-label': `Clear ${fault.kind} at ${endpoint}` }),
    ]
  }

  const members_ = (fault: Fault): readonly string[] =>
    Object.entries(fault).flatMap(([name, value]) => (name in texts ? [`${texts[name]}: ${value}`] : []))

  const cleared = async (path: string) => {
    await api.remove(path)
    await show()
    say('Cleared.')
  }

  const drawFields = () => {
    at('fault-about').textContent = page.faultKinds.find(({ name }) => name === kind.value)?.about ?? ''
    at('fault-endpoint').value = placeOf[kind.value] ?? '*'
    swap(
      at('fault-fields'),
      ...members().map((name) =>
        el(
          'div',
          {},
          el('label', { for: `fault-${name}` }, texts[name]),
          el('input', {
            id: `fault-${name}`,
            placeholder: 'default',
            ...(numbers.includes(name) && { inputmode: 'numeric' }),
          }),
        ),
      ),
    )
  }

  const add = async () => {
    const given = ['times', ...members()].flatMap((name) => {
      const text = at(`fault-${name}`).value.trim()
      return text === '' ? [] : [[name, name === 'times' || numbers.includes(name) ? number(name, text) : text]]
    })
    await api.post('faults', { kind: kind.value, endpoint: at('fault-endpoint').value, ...Object.fromEntries(given) })
    await show()
    say('Set.')
  }

  const number = (name: string, text: string): number => {
    if (/^\d+$/.test(text)) return Number(text)
    at(`fault-${name}`).focus()
    throw new Error(`${name === 'times' ? 'How many requests' : texts[name]} must be a number.`)
  }

  for (const { name } of page.faultKinds) kind.append(el('option', { value: name }, name))
  at('fault-endpoint').append(
    el('option', { value: '*' }, 'all'),
    ...page.endpoints.map(({ name }) => el('option', { value: name }, name)),
  )
  kind.addEventListener('change', drawFields)
  drawFields()
  at('fault-actions').append(button('Set fault', 'fault add', add, { class: 'primary' }))
  at('faults-clear').append(button('Clear all', 'faults clear', () => cleared('faults')))
  return { show }
}
