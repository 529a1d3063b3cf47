import type { ClockState } from '../../issuer/clock.ts'
import type { Tools, View } from './view.ts'

/** Mint, decode and verify tokens. Runs in the browser: see script.ts. */
export const createTokensView = ({ dom, api, times }: Tools): View => {
  const { el, at, swap, button, badge, say, json } = dom
  const recipe = at('recipe')
  const token = at('token')
  const examples: Readonly<Record<string, object>> = {
    'The good token': {},
    'For a subject and an audience': { claims: { sub: 'alice', aud: 'https://api.example', scope: 'read' } },
    Expired: { claims: { exp: '-5m' } },
    'Not valid yet': { claims: { nbf: '+1h' } },
    'Without exp': { withoutClaims: ['exp'] },
    'alg none, unsigned': { header: { alg: 'none' }, signature: '' },
    'Another issuer': { claims: { iss: 'https://evil.example' } },
    'A member twice': { rawPayload: '{"sub":"alice","sub":"admin"}' },
  }
  let now = 0
  let flawsKnown = false

  const show = async () => {
    now = (await api.get<ClockState>('clock')).now
    if (flawsKnown) return
    flawsKnown = true
    const { flaws } = await api.get<{ flaws: { id: string; about: string }[] }>('flaws')
    at('flaw').append(...flaws.map(({ id, about }) => el('option', { value: id, title: about }, `${id}: ${about}`)))
    at('flaw-row').hidden = flaws.length === 0
  }

  const readRecipe = (): object => {
    at('recipe-problem').textContent = ''
    recipe.removeAttribute('aria-invalid')
    try {
      return JSON.parse(recipe.value)
    } catch (error) {
      recipe.setAttribute('aria-invalid', 'true')
      recipe.focus()
      at('recipe-problem').textContent = error instanceof Error ? error.message : String(error)
      throw new Error('The recipe is no JSON.')
    }
  }

  const mint = async () => {
    const minted = await api.post<{ token: string }>('mint', readRecipe())
    token.value = minted.token
    now = (await api.get<ClockState>('clock')).now
    decode()
    say('Minted.')
  }

  const decode = () => {
    const text = token.value.trim()
    const [header = '', payload = '', signature] = text.split('.')
    swap(at('verdict'))
    if (text === '') return swap(at('decoded'), '')
    if (signature === undefined)
      return swap(at('decoded'), el('p', { class: 'problem' }, 'This is no JWS: it has no three parts.'))
    swap(
      at('decoded'),
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
    // Indented only where that hides nothing, such as a member that is there twice.
    const shown = JSON.stringify(members) === text ? json(members) : text
    const moments = Object.entries(members).filter(
      ([name, value]) => ['exp', 'iat', 'nbf', 'auth_time'].includes(name) && typeof value === 'number',
    ) as [string, number][]
    return el(
      'div',
      {},
      el('h4', {}, title),
      el('pre', { tabindex: '0', 'aria-label': title }, shown),
      moments.length > 0 &&
        el(
          'dl',
          { class: 'facts' },
          ...moments.flatMap(([name, seconds]) => [
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
    swap(
      at('verdict'),
      badge(valid ? 'valid' : 'not valid', valid ? 'good' : 'bad'),
      ` ${valid ? 'Signed by a published key of this issuer, and in its time.' : (reason ?? '')}`,
    )
  }

  for (const name of Object.keys(examples)) at('example').append(el('option', { value: name }, name))
  at('example').addEventListener('change', ({ target }) => {
    recipe.value = json(examples[target.value] ?? {})
  })
  at('flaw').addEventListener('change', ({ target }) => {
    if (target.value !== '') recipe.value = json({ flaw: target.value })
  })
  recipe.value = '{}'
  token.addEventListener('input', decode)
  at('mint-actions').append(button('Mint', 'mint', mint, { class: 'primary' }))
  at('token-actions').append(
    button('Verify', 'verify', verify, { class: 'primary' }),
    button('Copy', 'copy token', () => dom.copy(token.value)),
  )
  return { show }
}
