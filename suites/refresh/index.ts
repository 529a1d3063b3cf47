import { defineSuite } from '../../harness/define.ts'
import { hygieneChecks } from './hygiene.ts'
import { invalidChecks } from './invalid.ts'
import { kindChecks } from './kinds.ts'
import { loginChecks } from './login.ts'
import { logoutChecks } from './logout.ts'
import { rotationChecks } from './rotation.ts'

export const refresh = defineSuite({
  id: 'refresh',
  title: 'Login and refresh',
  about:
    'Tokens that the target issues itself: which logins get them, how often a refresh token works, and when it ends.',
  checks: [...loginChecks, ...rotationChecks, ...kindChecks, ...invalidChecks, ...logoutChecks, ...hygieneChecks],
})
