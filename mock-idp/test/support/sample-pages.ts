import type { ConsentModel } from '../../pages/consent.ts'
import { consentPage } from '../../pages/consent.ts'
import type { DashboardModel } from '../../pages/dashboard.ts'
import { dashboardPage } from '../../pages/dashboard.ts'
import type { DeviceModel } from '../../pages/device.ts'
import { devicePage } from '../../pages/device.ts'
import type { ErrorModel } from '../../pages/error.ts'
import { errorPage } from '../../pages/error.ts'
import type { FormPostModel } from '../../pages/form-post.ts'
import { formPostPage } from '../../pages/form-post.ts'
import type { SignInModel } from '../../pages/sign-in.ts'
import { signInPage } from '../../pages/sign-in.ts'
import type { SignedOutModel } from '../../pages/signed-out.ts'
import { signedOutPage } from '../../pages/signed-out.ts'

/** A sample page: its model, and how it is rendered. */
export interface SamplePage {
  readonly model: object
  render(): string
  /** Renders the page with all texts changed, except those that select its content. */
  renderWith(change: (text: string) => string): string
}

const sample = <Model extends object>(page: (model: Model) => string, model: Model): SamplePage => ({
  model,
  render: () => page(model),
  renderWith: (change) => page(changed(model, change) as Model),
})

/** Texts that select the content of a page. */
const selectors = ['enter', 'confirm', 'done', 'openid']

const changed = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return selectors.includes(value) ? value : change(value)
  if (Array.isArray(value)) return value.map((item) => changed(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, changed(member, change)]))
}

/** All pages in all states, each with a path. */
export const samplePages = (
  base: string,
  origin: string,
  formTarget?: string,
): Readonly<Record<string, SamplePage>> => {
  const card = { base, issuer: origin + base }
  const form = { interaction: 'interaction-1', csrf: 'csrf-1' }
  const signIn: SignInModel = {
    ...card,
    ...form,
    clientName: 'Photo Box',
    scopes: ['openid', 'profile', 'email'],
    action: `${base}/sign-in`,
    users: [
      { sub: 'alice', name: 'Alice Example', email: 'alice@idp.example' },
      { sub: 'bob', name: 'Bob Example', email: 'bob@idp.example' },
      { sub: 'service-7' },
    ],
  }
  const scopes = [
    { name: 'openid', about: 'Know who you are' },
    { name: 'profile', about: 'See your name and picture' },
    { name: 'photos.write', about: 'Add photos, and remove them' },
  ]
  const wrongClaims = {
    ...signIn,
    error: 'The claims are not valid JSON: Unexpected token C at position 9',
    typed: { sub: 'carol', claims: '{"name": Carol}' },
  }
  const wrongPassword = {
    ...signIn,
    passwords: true,
    error: 'The user name or the password is wrong.',
    typed: { username: 'alice' },
  }
  const consent: ConsentModel = {
    ...card,
    ...form,
    client: 'Photo Box',
    user: 'Alice Example',
    scopes,
    resources: ['https://photos.example/api'],
    action: `${base}/consent`,
  }
  const deviceWrong: DeviceModel = {
    ...card,
    step: 'enter',
    action: `${base}/device`,
    fields: { csrf: 'csrf-1' },
    userCode: 'WDJB-MJHX',
    error: 'No device waits for this code. Look again, or start over on the device.',
  }
  const deviceConfirm: DeviceModel = {
    ...card,
    step: 'confirm',
    action: `${base}/device`,
    fields: { user_code: 'WDJB-MJHT' },
    userCode: 'WDJB-MJHT',
    client: 'Living-room TV',
    user: 'Alice Example',
    scopes,
  }
  const error: ErrorModel = {
    ...card,
    status: 400,
    code: 'invalid_request',
    description: 'redirect_uri is not registered for this client.',
    hint: 'Register it for the client, or correct it in the application.',
  }
  const signOut: SignedOutModel = {
    ...card,
    confirm: { action: `${base}/sign-out`, fields: { confirm: 'c-1' }, user: 'Alice Example', client: 'Photo Box' },
  }
  const formPost: FormPostModel = {
    base,
    action: formTarget ?? `${base}/sign-in`,
    parameters: { code: 'c-1', state: '"><script>', submit: 'a name that hides a method' },
  }
  const dashboard: DashboardModel = { issuer: origin + base, tenant: base.slice(1), origin, base }
  return {
    '/': sample(dashboardPage, dashboard),
    '/sign-in': sample(signInPage, signIn),
    '/sign-in-hinted': sample(signInPage, { ...signIn, loginHint: 'bob@idp.example' }),
    '/sign-in-wrong': sample(signInPage, wrongClaims),
    '/sign-in-unknown-user': sample(signInPage, {
      ...signIn,
      users: [],
      error: 'This user no longer exists. Choose another one.',
    }),
    '/sign-in-password': sample(signInPage, { ...signIn, passwords: true }),
    '/sign-in-password-wrong': sample(signInPage, wrongPassword),
    '/consent': sample(consentPage, consent),
    '/consent-nothing': sample(consentPage, { ...consent, scopes: [], resources: [] }),
    '/device': sample<DeviceModel>(devicePage, { ...card, step: 'enter', action: `${base}/device` }),
    '/device-wrong': sample(devicePage, deviceWrong),
    '/device-confirm': sample(devicePage, deviceConfirm),
    '/device-done': sample<DeviceModel>(devicePage, { ...card, step: 'done', allowed: true }),
    '/device-denied': sample<DeviceModel>(devicePage, { ...card, step: 'done', allowed: false }),
    '/error': sample(errorPage, error),
    '/signed-out': sample(signedOutPage, {
      ...card,
      loggedOut: ['Photo Box', 'Wiki'],
      returnTo: 'https://app.example/bye',
    }),
    '/sign-out': sample(signedOutPage, signOut),
    '/form-post': sample(formPostPage, formPost),
  }
}
