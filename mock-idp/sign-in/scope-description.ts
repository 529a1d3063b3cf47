const about: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  profile: 'See your name and profile',
  email: 'See your e-mail address',
  address: 'See your postal address',
  phone: 'See your phone number',
  offline_access: 'Stay connected when you are away',
}

/** A scope with the description that the consent page shows. */
export const describeScope = (name: string): { readonly name: string; readonly about?: string } => {
  const text = about[name]
  return { name, ...(text !== undefined && { about: text }) }
}
