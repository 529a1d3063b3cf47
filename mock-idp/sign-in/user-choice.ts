import type { Form } from '../http/form.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { User } from '../issuer/users.ts'

/** Who was chosen on the sign-in page, or what is wrong with the choice, in words for its page. */
export const readUserChoice = (
  { users, settings }: Pick<Tenant, 'users' | 'settings'>,
  form: Form,
): { readonly user: User } | { readonly problem: string } => {
  if (settings().passwords) {
    const user = users.withPassword(form.get('username') ?? '', form.get('password') ?? '')
    return user ? { user } : { problem: 'There is no user of this name and password.' }
  }
  const known = form.get('user')
  if (known !== undefined) {
    const user = users.find(known)
    return user ? { user } : { problem: 'This user is gone. Choose another.' }
  }
  const sub = form.get('sub')?.trim()
  if (!sub) return { problem: 'Choose a user, or write a subject (sub).' }
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
    return { problem: `The claims are no JSON: ${error instanceof Error ? error.message : error}` }
  }
}
