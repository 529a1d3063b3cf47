/** The functions of the mock issuer that a check can call. Types only. */
export type { ControlledIssuer, JwkSet, TokenRecipe } from '../../mock-idp/model.ts'
