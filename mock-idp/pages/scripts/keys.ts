import type { KeyState } from '../../keys/ring/key-state.ts'
import type { RotatedKey } from '../../keys/ring/rotation.ts'
import type { Tools, View } from './view.ts'

/** The view of the keys: list, rotate, withdraw, restore. Runs in the browser: see sources.ts. */
export const createKeysView = ({ dom, api }: Tools): View => {
  const { el, byId, replaceChildren, button, badge, table, notify } = dom

  const show = async () => {
    const { keys } = await api.get<{ keys: KeyState[] }>('keys')
    const algorithms = [...new Set(keys.map(({ alg }) => alg))]
    replaceChildren(
      byId('keys-rotate'),
      button('Rotate all', 'rotate all', () => rotate({}), { class: 'primary' }),
      ...algorithms.map((alg) => button(`Rotate ${alg}`, `rotate ${alg}`, () => rotate({ alg }))),
    )
    replaceChildren(byId('keys-list'), table('Keys', ['kid', 'alg', 'State', ''], keys.map(row)))
  }

  const row = ({ kid, alg, active, published }: KeyState) => {
    const name = short(kid)
    const state = el(
      'span',
      { class: 'badges' },
      active && badge('active', 'good'),
      published ? badge('published') : badge('withdrawn', 'bad'),
    )
    const action = published
      ? button('Withdraw', `key ${kid}`, () => change('withdraw', kid), {
          class: 'small',
          'aria-label': `Withdraw ${name}`,
        })
      : button('Restore', `key ${kid}`, () => change('restore', kid), {
          class: 'small',
          'aria-label': `Restore ${name}`,
        })
    return [el('code', { title: kid }, name), alg, state, action]
  }

  const short = (kid: string) => (kid.length > 16 ? `${kid.slice(0, 8)}…${kid.slice(-4)}` : kid)

  const rotate = async (what: { alg?: string }) => {
    const mode = byId('keys-mode').checked ? 'withdraw' : 'overlap'
    const { rotated } = await api.post<{ rotated: RotatedKey[] }>('rotate', { ...what, mode })
    await show()
    notify(`New key for ${rotated.map(({ alg }) => alg).join(', ')}.`)
  }

  const change = async (verb: 'withdraw' | 'restore', kid: string) => {
    await api.post(verb, { kid })
    await show()
    notify(verb === 'withdraw' ? `${short(kid)} is no longer published.` : `${short(kid)} is published again.`)
  }

  return { show }
}
