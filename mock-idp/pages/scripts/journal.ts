import type { JournalEntry } from '../../issuer/journal.ts'
import type { Tools, View } from './view.ts'

/** The view of the journal, which is polled. Runs in the browser: see sources.ts. */
export const createJournalView = ({ dom, api, browser }: Tools): View => {
  const { el, byId, replaceChildren, button, badge, emptyNote, notify } = dom
  /** The maximum number of entries on the page. */
  const limit = 200
  let entries: readonly JournalEntry[] = []
  let last = 0
  let paused = false
  let drawn = false
  let run = 0
  const opened = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const filter = byId('journal-filter')

  const show = async (): Promise<void> => {
    hide()
    const thisRun = run
    try {
      if (!paused && !browser.document.hidden) await poll()
    } finally {
      // Not if the view was hidden or shown again meanwhile.
      if (thisRun === run) timer = setTimeout(() => void show().catch(() => state('no response')), 1000)
    }
  }

  const hide = () => {
    clearTimeout(timer)
    run++
  }

  const poll = async () => {
    const answer = await api.get<{ entries: JournalEntry[]; last: number }>(`journal?after=${last}`)
    if (answer.last < last) {
      // The mock IdP was restarted, so its ids start from the beginning.
      last = 0
      entries = []
      return poll()
    }
    last = answer.last
    entries = [...answer.entries.toReversed(), ...entries].slice(0, limit)
    if (answer.entries.length > 0 || !drawn) draw()
    state('live')
  }

  const state = (word: string) => {
    const text = `${entries.length === 1 ? '1 request' : `${entries.length} requests`} · ${word}`
    // Set only when it changes, because screen readers announce every change.
    if (byId('journal-state').textContent !== text) byId('journal-state').textContent = text
  }

  const draw = () => {
    drawn = true
    const seen = new Set(entries.map(({ endpoint }) => endpoint))
    const known = new Set([...filter.querySelectorAll('option')].map(({ value }) => value))
    for (const endpoint of seen) if (!known.has(endpoint)) filter.append(el('option', { value: endpoint }, endpoint))
    const shown = entries.filter(({ endpoint }) => filter.value === '' || endpoint === filter.value)
    const none = entries.length === 0 ? 'No requests yet.' : 'No requests to this endpoint.'
    replaceChildren(
      byId('journal-list'),
      shown.length === 0 ? emptyNote(none) : el('ol', { class: 'journal' }, ...shown.map(item)),
    )
  }

  const item = (entry: JournalEntry) => {
    const { id, time, endpoint, method, path, parameters, client, user, status, decision, reason, fault, ms } = entry
    const rejected = status === 0 || status >= 400
    return el(
      'li',
      { class: rejected ? 'rejected' : '' },
      el(
        'div',
        { class: 'line' },
        el('time', { datetime: time, title: time }, time.slice(11, 19)),
        badge(status === 0 ? 'dropped' : String(status), rejected ? 'bad' : 'good'),
        el('strong', {}, endpoint),
        el('code', { class: 'break' }, `${method} ${path}`),
        el('span', { class: 'quiet' }, [client, user].filter(Boolean).join(' · ')),
        el('span', { class: 'quiet end' }, `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`),
      ),
      el(
        'div',
        { class: 'line' },
        el('span', { class: 'decision' }, decision),
        fault !== undefined && badge(`fault: ${fault}`, 'warn'),
        reason !== undefined && el('span', { class: 'reason' }, reason),
      ),
      Object.keys(parameters).length > 0 &&
        el(
          'details',
          { open: opened.has(id), ontoggle: ({ target }) => (target.open ? opened.add(id) : opened.delete(id)) },
          el('summary', { 'data-key': `parameters ${id}` }, 'Parameters'),
          el('code', { class: 'break' }, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}  `)),
        ),
    )
  }

  const pause = () => {
    paused = !paused
    pauseButton.textContent = paused ? 'Resume' : 'Pause'
    pauseButton.setAttribute('aria-pressed', String(paused))
    state(paused ? 'paused' : 'live')
  }

  const clear = async () => {
    await api.remove('journal')
    entries = []
    draw()
    state(paused ? 'paused' : 'live')
    notify('The journal is cleared.')
  }

  const pauseButton = button('Pause', 'pause', pause, { 'aria-pressed': 'false' })
  filter.addEventListener('change', draw)
  byId('journal-actions').append(pauseButton, button('Clear', 'journal clear', clear))
  return { show, hide }
}
