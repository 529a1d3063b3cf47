/** Names of the APIs of other products that an issuer can offer besides OpenID Connect. */
export const dialectNames = ['clerk', 'classic-models'] as const

export type DialectName = (typeof dialectNames)[number]
