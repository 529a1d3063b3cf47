import type { ClockState } from '../../issuer/clock.ts'
import type { Tools, View } from './view.ts'

/** The view of tokens: mint, decode, verify. Runs in the browser: see sources.ts. */
export const createTokensView = ({ dom, api, times }: Tools): View => {
  const { el, byId, replaceChildren, button, badge, notify, json } = dom
  const recipe = byId('recipe')
  const token = byId('token')
  const examples: Readonly<Record<string, object>> = {
    'The valid token': {},
    'For a subject and an audience': { claims: { sub: 'alice', aud: 'https://api.example', scope: 'read' } },
    Expired: { claims: { exp: '-5m' } },
    'Not valid yet': { claims: { nbf: '+1h' } },
    'Without exp': { withoutClaims: ['exp'] },
    'alg none, unsigned': { header: { alg: 'none' }, signature: '' },
    'Another issuer': { claims: { iss: 'https://evil.example' } },
    'A duplicate member': { rawPayload: '{"sub":"alice","sub":"admin"}' },
  }
  let now = 0
  let flawsKnown = false

  const show = async () => {
    now = (await api.get<ClockState>('clock')).now
    if (flawsKnown) return
    flawsKnown = true
    const { flaws } = await api.get<{ flaws: { id: string; about: string }[] }>('flaws')
    byId('flaw').append(...flaws.map(({ id, about }) => el('option', { value: id, title: about }, `${id}: ${about}`)))
    byId('flaw-row').hidden = flaws.length === 0
  }

  const readRecipe = (): object => {
    byId('recipe-problem').textContent = ''
    recipe.removeAttribute('aria-invalid')
    try {
      return JSON.parse(recipe.value)
    } catch (error) {
      recipe.setAttribute('aria-invalid', 'true')
      recipe.focus()
      byId('recipe-problem').textContent = error instanceof Error ? error.message : String(error)
      throw new Error('The recipe is not JSON.')
    }
  }

  const mint = async () => {
    const minted = await api.post<{ token: string }>('mint', readRecipe())
    token.value = minted.token
    now = (await api.get<ClockState>('clock')).now
    decode()
    notify('The token is minted.')
  }

  const decode = () => {
    const text = token.value.trim()
    const [header = '', payload = '', signature] = text.split('.')
    replaceChildren(byId('verdict'))
    if (text === '') return replaceChildren(byId('decoded'), '')
    if (signature === undefined)
      return replaceChildren(
        byId('decoded'),
        el('p', { class: 'problem' }, 'This is not a JWS: it does not have three parts.'),
      )
    replaceChildren(
      byId('decoded'),
      part('Header', header),
      part('Payload', payload),
      el(
        'div',
        {},
        el('h4', {}, 'Signature'),
        el('p', {}, signature === '' ? 'none' : el('code', { class: 'break' }, signature)),
      ),
    )
  }

  const part = (title: string, segment: string) => {
    const text = decoded(segment)
    const members = parsed(text)
    // Indented only if that hides nothing, such as a duplicate member.
    const shown = JSON.stringify(members) === text ? json(members) : text
    const timeClaims = Object.entries(members).filter(
      ([name, value]) => ['exp', 'iat', 'nbf', 'auth_time'].includes(name) && typeof value === 'number',
    ) as [string, number][]
    return el(
      'div',
      {},
      el('h4', {}, title),
      el('pre', { tabindex: '0', 'aria-label': title }, shown),
      timeClaims.length > 0 &&
        el(
          'dl',
          { class: 'facts' },
          ...timeClaims.flatMap(([name, seconds]) => [
            el('dt', {}, name),
            el('dd', {}, `${times.iso(seconds)}, ${times.from(seconds, now)}`),
          ]),
        ),
    )
  }

  const decoded = (segment: string): string => {
    try {
      const binary = atob(segment.replaceAll('-', '+').replaceAll('_', '/'))
      return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
    } catch {
      return `not base64url: ${segment}`
    }
  }

  const parsed = (text: string): object => {
    try {
      return Object(JSON.parse(text))
    } catch {
      return {}
    }
  }

  const verify = async () => {
    const { valid, reason } = await api.post<{ valid: boolean; reason?: string }>('verify', {
      token: token.value.trim(),
    })
    replaceChildren(
      byId('verdict'),
      badge(valid ? 'valid' : 'not valid', valid ? 'good' : 'bad'),
      ` ${valid ? 'Signed with a published key of this issuer, and not expired.' : (reason ?? '')}`,
    )
  }

  for (const name of Object.keys(examples)) byId('example').append(el('option', { value: name }, name))
  byId('example').addEventListener('change', ({ target }) => {
    recipe.value = json(examples[target.value] ?? {})
  })
  byId('flaw').addEventListener('change', ({ target }) => {
    if (target.value !== '') recipe.value = json({ flaw: target.value })
  })
  recipe.value = '{}'
  token.addEventListener('input', decode)
  byId('mint-actions').append(button('Mint', 'mint', mint, { class: 'primary' }))
  byId('token-actions').append(
    button('Verify', 'verify', verify, { class: 'primary' }),
    button('Copy', 'copy token', () => dom.copy(token.value)),
  )
  return { show }
}
