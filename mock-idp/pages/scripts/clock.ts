import type { ClockState } from '../../issuer/clock.ts'
import type { Tools, View } from './view.ts'

/** The view of the clock. Runs in the browser: see sources.ts. */
export const createClockView = ({ dom, api, times }: Tools): View => {
  const { byId, button, handler, notify } = dom
  let state: ClockState = { now: 0, offset: 0, frozen: false }
  let receivedAt = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const show = async () => apply(await api.get<ClockState>('clock'))

  const apply = (next: ClockState) => {
    state = next
    receivedAt = Date.now()
    const { offset, frozen } = state
    byId('clock-offset').textContent =
      offset === 0 ? 'the system time' : `${times.length(offset)} ${offset > 0 ? 'ahead of' : 'behind'} the system time`
    byId('clock-state').textContent = frozen ? 'frozen' : 'running'
    byId('clock-state').className = `badge ${frozen ? 'warn' : 'good'}`
    freezing.textContent = frozen ? 'Run' : 'Freeze'
    clearInterval(timer)
    if (!frozen) timer = setInterval(draw, 1000)
    draw()
  }

  const draw = () => {
    const now = state.now + (state.frozen ? 0 : Math.floor((Date.now() - receivedAt) / 1000))
    byId('clock-now').textContent = times.iso(now)
    byId('clock-epoch').textContent = String(now)
  }

  const change = async (body: object) => {
    apply(await api.post<ClockState>('clock', body))
    notify(`The time is ${times.iso(state.now)}.`)
  }

  const changeByText = async () => {
    const text = byId('clock-own').value.trim()
    if (text === '') return byId('clock-own').focus()
    const set = /^\d+$/.test(text) ? Number(text) : text
    await change(/^[+-]?\d+[smhd]$/.test(text) ? { advance: text } : { set })
  }

  for (const step of ['-1h', '-5m', '+5m', '+1h']) {
    byId('clock-steps').append(
      button(step.replace('-', '−'), `clock ${step}`, () => change({ advance: step.replace('+', '') })),
    )
  }
  const freezing = button('Freeze', 'clock freeze', () => change({ freeze: !state.frozen }))
  byId('clock-actions').append(
    freezing,
    button('Reset', 'clock reset', () => change({ reset: true })),
  )
  byId('clock-form').addEventListener('submit', handler(changeByText))
  return { show, hide: () => clearInterval(timer) }
}
