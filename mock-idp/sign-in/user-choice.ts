import type { Form } from '../http/form.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { User } from '../issuer/users.ts'

/** The user who was chosen on the sign-in page, or a message for the page if the input is not valid. */
export const readUserChoice = (
  { users, settings }: Pick<Tenant, 'users' | 'settings'>,
  form: Form,
): { readonly user: User } | { readonly problem: string } => {
  if (settings().passwords) {
    const user = users.withPassword(form.get('username') ?? '', form.get('password') ?? '')
    return user ? { user } : { problem: 'The user name or the password is wrong.' }
  }
  const known = form.get('user')
  if (known !== undefined) {
    const user = users.find(known)
    return user ? { user } : { problem: 'This user no longer exists. Choose another one.' }
  }
  const sub = form.get('sub')?.trim()
  if (!sub) return { problem: 'Choose a user, or enter a subject (sub).' }
  return typedUser(sub, form.get('claims') ?? '{}')
}

const typedUser = (sub: string, text: string): { readonly user: User } | { readonly problem: string } => {
  try {
    const claims: unknown = JSON.parse(text)
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
      return { user: { sub, claims: { ...claims } } }
    }
    return { problem: 'The claims must be a JSON object, such as {"name":"Ada"}.' }
  } catch (error) {
    return { problem: `The claims are not valid JSON: ${error instanceof Error ? error.message : error}` }
  }
}
