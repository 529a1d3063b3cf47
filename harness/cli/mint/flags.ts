import type { ControlFlags } from '../idp/control-flags.ts'

/** Flags of `conformance mint`. */
export interface MintFlags extends ControlFlags {
  readonly flaw?: string
  readonly claims?: string
  readonly header?: string
  readonly alg?: string
  readonly kid?: string
  readonly audience?: string
  readonly list?: true
}
