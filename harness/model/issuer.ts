/** What a check can ask the mock issuer for. Types only. */
export type { ControlledIssuer, Issuer, JwkSet, TokenRecipe } from '../../mock-idp/model.ts'
