import { html } from 'hono/html'
import { type CardModel, cardPage, hiddenFields } from './card.ts'
import { decisionFields, type RequestedScope } from './consent.ts'

export type DeviceModel = CardModel & (EnterCode | ConfirmDevice | DeviceDone)

/** Its form sends `user_code` and the hidden `fields`. */
interface EnterCode {
  readonly step: 'enter'
  readonly action: string
  readonly fields?: Readonly<Record<string, string>>
  /** The code of `verification_uri_complete` (RFC 8628 §3.3.1), or the one that was entered before. */
  readonly userCode?: string
  readonly error?: string
}

/** Its form sends the hidden `fields`, a `granted_scope` for each checked scope, and `allow` or `deny`. */
interface ConfirmDevice {
  readonly step: 'confirm'
  readonly action: string
  /** With `user_code`, and a value that proves that the form is from this page. */
  readonly fields: Readonly<Record<string, string>>
  readonly userCode: string
  readonly client: string
  readonly user: string
  readonly scopes: readonly RequestedScope[]
  readonly resources?: readonly string[]
}

interface DeviceDone {
  readonly step: 'done'
  readonly allowed: boolean
}

/** The pages of the device authorization grant (RFC 8628 §3.3): enter the code, allow or deny, result. */
export const devicePage = (model: DeviceModel): string => {
  if (model.step === 'enter') return enterPage(model)
  return model.step === 'confirm' ? confirmPage(model) : donePage(model)
}

const enterPage = (model: CardModel & EnterCode): string => {
  const { action, fields = {}, userCode = '', error } = model
  return cardPage(model, {
    title: 'Connect a device',
    main: html`<h1>Connect a device</h1>
<p class="lead">Enter the code that your device shows.</p>
<form method="post" action="${action}">${hiddenFields(fields)}
<label for="user_code">Code</label>
<input class="user-code" id="user_code" name="user_code" value="${userCode}" required maxlength="32" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus${error !== undefined && html` aria-invalid="true" aria-describedby="problem"`}>
${error !== undefined && html`<p class="problem" id="problem" role="alert">${error}</p>`}
<button class="primary">Continue</button>
</form>`,
  })
}

const confirmPage = (model: CardModel & ConfirmDevice): string => {
  const { action, fields, userCode, client, user, scopes, resources = [] } = model
  return cardPage(model, {
    title: 'Connect a device',
    main: html`<h1>Connect <strong>${client}</strong>?</h1>
<p class="lead">As <strong>${user}</strong></p>
<p class="quiet">Only continue if your device shows this code:</p>
<p class="user-code">${userCode}</p>
<form method="post" action="${action}">${hiddenFields(fields)}
${decisionFields(scopes, resources)}
</form>`,
  })
}

const donePage = (model: CardModel & DeviceDone): string =>
  cardPage(model, {
    title: model.allowed ? 'Connected' : 'Denied',
    main: model.allowed
      ? html`<p class="mark good" aria-hidden="true">✓</p><h1>Your device is connected</h1>
<p class="lead">You can close this page and go back to it.</p>`
      : html`<p class="mark bad" aria-hidden="true">✕</p><h1>Access was denied</h1>
<p class="lead">The device gets no tokens. You can close this page.</p>`,
  })
