import type { Fault, FaultKindName } from '../../faults/fault.ts'
import type { Tools, View } from './view.ts'

/** The view of the faults, with a form to set one. Runs in the browser: see sources.ts. */
export const createFaultsView = ({ dom, api, page }: Tools): View => {
  const { el, byId, replaceChildren, button, badge, table, emptyNote, notify } = dom
  const kind = byId('fault-kind')
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
  /** The endpoint of kinds that only make sense at one. */
  const endpointOf: Readonly<Record<string, string>> = {
    'stale-jwks': 'jwks',
    'empty-jwks': 'jwks',
    'wrong-issuer': 'openid-configuration',
  }
  const members = () => membersOf[kind.value as FaultKindName] ?? []

  const show = async () => {
    const { faults } = await api.get<{ faults: Fault[] }>('faults')
    replaceChildren(
      byId('faults-list'),
      faults.length === 0
        ? emptyNote('No faults are set.')
        : table('Faults', ['Endpoint', 'Kind', 'Parameters', 'Requests', ''], faults.map(row)),
    )
    byId('faults-clear').hidden = faults.length === 0
  }

  const row = (fault: Fault) => {
    const { id, endpoint, times } = fault
    const values = describeMembers(fault).join(', ')
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

  const describeMembers = (fault: Fault): readonly string[] =>
    Object.entries(fault).flatMap(([name, value]) => (name in texts ? [`${texts[name]}: ${value}`] : []))

  const cleared = async (path: string) => {
    await api.remove(path)
    await show()
    notify('The fault is cleared.')
  }

  const drawFields = () => {
    byId('fault-about').textContent = page.faultKinds.find(({ name }) => name === kind.value)?.about ?? ''
    byId('fault-endpoint').value = endpointOf[kind.value] ?? '*'
    replaceChildren(
      byId('fault-fields'),
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
      const text = byId(`fault-${name}`).value.trim()
      return text === '' ? [] : [[name, name === 'times' || numbers.includes(name) ? number(name, text) : text]]
    })
    await api.post('faults', { kind: kind.value, endpoint: byId('fault-endpoint').value, ...Object.fromEntries(given) })
    await show()
    notify('The fault is set.')
  }

  const number = (name: string, text: string): number => {
    if (/^\d+$/.test(text)) return Number(text)
    byId(`fault-${name}`).focus()
    throw new Error(`${name === 'times' ? 'How many requests' : texts[name]} must be a number.`)
  }

  for (const { name } of page.faultKinds) kind.append(el('option', { value: name }, name))
  byId('fault-endpoint').append(
    el('option', { value: '*' }, 'all'),
    ...page.endpoints.map(({ name }) => el('option', { value: name }, name)),
  )
  kind.addEventListener('change', drawFields)
  drawFields()
  byId('fault-actions').append(button('Set fault', 'fault add', add, { class: 'primary' }))
  byId('faults-clear').append(button('Clear all', 'faults clear', () => cleared('faults')))
  return { show }
}
