import type { Client } from '../../clients/clients.ts'
import type { User } from '../../issuer/users.ts'
import type { Tools, View } from './view.ts'

/** A registry whose items are edited as JSON. */
interface Registry<Item> {
  /** The path in the control API, the member of the response, and the name of the view. */
  readonly name: 'clients' | 'users'
  /** The name of one item, for messages. */
  readonly one: string
  readonly id: (item: Item) => string
  readonly headings: readonly string[]
  readonly cells: (item: Item) => readonly string[]
  readonly example: Item
}

/** The view of the clients or of the users: list, add, change, remove. Runs in the browser: see sources.ts. */
export const createRegistryView = <Item extends object>(
  { dom, api }: Tools,
  { name, one, id, headings, cells, example }: Registry<Item>,
): View => {
  const { el, byId, replaceChildren, button, table, emptyNote, notify, json } = dom
  const text = byId(`${name}-text`)
  const problem = byId(`${name}-problem`)

  const show = async () => {
    const items = (await api.get<Record<string, Item[]>>(name))[name] ?? []
    replaceChildren(
      byId(`${name}-list`),
      items.length === 0
        ? emptyNote(`No ${name}. Add one below.`)
        : table(
            name,
            [...headings, ''],
            items.map((item) => [
              ...cells(item).map((cell, i) => (i === 0 ? el('code', {}, cell) : cell)),
              actions(item),
            ]),
          ),
    )
  }

  const actions = (item: Item) =>
    el(
      'span',
      { class: 'badges' },
      button('Edit', `edit ${id(item)}`, () => edit(item), { class: 'small', 'aria-label': `Edit ${id(item)}` }),
      button('Remove', `remove ${id(item)}`, () => remove(item), {
        class: 'small',
        'aria-label': `Remove ${id(item)}`,
      }),
    )

  const edit = (item: Item) => {
    text.value = json(item)
    text.focus()
  }

  const remove = async (item: Item) => {
    await api.remove(`${name}/${encodeURIComponent(id(item))}`)
    await show()
    notify(`${id(item)} is removed.`)
  }

  const save = async () => {
    problem.textContent = ''
    text.removeAttribute('aria-invalid')
    try {
      const item = JSON.parse(text.value) as Item
      if (typeof id(item) !== 'string' || id(item) === '') throw new Error(`The ${one} has no id.`)
      await api.put(`${name}/${encodeURIComponent(id(item))}`, item)
      await show()
      notify(`${id(item)} is saved.`)
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error)
      text.setAttribute('aria-invalid', 'true')
      text.focus()
    }
  }

  text.value = json(example)
  byId(`${name}-actions`).append(button('Save', `${name} save`, save, { class: 'primary' }))
  return { show }
}

export const createClientsView = (tools: Tools, create: typeof createRegistryView): View =>
  create<Client>(tools, {
    name: 'clients',
    one: 'client',
    id: ({ clientId }) => clientId,
    headings: ['Client', 'Name', 'Authentication', 'Redirect URIs'],
    cells: ({ clientId, name = '', authMethod, redirectUris = [], anyLoopbackRedirect }) => [
      clientId,
      name,
      authMethod ?? 'any method',
      [...redirectUris, ...(anyLoopbackRedirect ? ['any on loopback'] : [])].join(', ') || 'none',
    ],
    example: { clientId: 'my-app', name: 'My app', redirectUris: ['http://localhost:3000/callback'] },
  })

export const createUsersView = (tools: Tools, create: typeof createRegistryView): View =>
  create<User>(tools, {
    name: 'users',
    one: 'user',
    id: ({ sub }) => sub,
    headings: ['sub', 'Name', 'Email', 'Other claims'],
    cells: ({ sub, claims = {} }) => {
      const { name, email, ...others } = claims
      return [sub, String(name ?? ''), String(email ?? ''), Object.keys(others).join(', ')]
    },
    example: { sub: 'carol', claims: { name: 'Carol Example', email: 'carol@idp.example', groups: ['admin'] } },
  })
