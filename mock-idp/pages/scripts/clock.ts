import type { ClockState } from '../../issuer/clock.ts'
import type { Tools, View } from './view.ts'

/** The time of the issuer, which can be moved. Runs in the browser: see script.ts. */
export const createClockView = ({ dom, api, times }: Tools): View => {
  const { at, button, doing, say } = dom
  let state: ClockState = { now: 0, offset: 0, frozen: false }
  let learned = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const show = async () => take(await api.get<ClockState>('clock'))

  const take = (next: ClockState) => {
    state = next
    learned = Date.now()
    const { offset, frozen } = state
    at('clock-offset').textContent =
      offset === 0
        ? 'the time of the machine'
        : `${times.length(offset)} ${offset > 0 ? 'ahead of' : 'behind'} the machine`
    at('clock-state').textContent = frozen ? 'frozen' : 'running'
    at('clock-state').className = `badge ${frozen ? 'warn' : 'good'}`
    freezing.textContent = frozen ? 'Run' : 'Freeze'
    clearInterval(timer)
    if (!frozen) timer = setInterval(draw, 1000)
    draw()
  }

  const draw = () => {
    const now = state.now + (state.frozen ? 0 : Math.floor((Date.now() - learned) / 1000))
    at('clock-now').textContent = times.iso(now)
    at('clock-epoch').textContent = String(now)
  }

  const change = async (body: object) => {
    take(await api.post<ClockState>('clock', body))
    say(`It is ${times.iso(state.now)}.`)
  }

  const own = async () => {
    const text = at('clock-own').value.trim()
    if (text === '') return at('clock-own').focus()
    const set = /^\d+$/.test(text) ? Number(text) : text
    await change(/^[+-]?\d+[smhd]$/.test(text) ? { advance: text } : { set })
  }

  for (const step of ['-1h', '-5m', '+5m', '+1h']) {
    at('clock-steps').append(
      button(step.replace('-', '−'), `clock ${step}`, () => change({ advance: step.replace('+', '') })),
    )
  }
  const freezing = button('Freeze', 'clock freeze', () => change({ freeze: !state.frozen }))
  at('clock-actions').append(
    freezing,
    button('Reset', 'clock reset', () => change({ reset: true })),
  )
  at('clock-form').addEventListener('submit', doing(own))
  return { show, hide: () => clearInterval(timer) }
}
