/** When keys are replaced by themselves. All in seconds, by the clock of the issuer. */
export interface RotationSchedule {
  readonly every: number
  /** How long a replaced key stays published. Default: 0, it is withdrawn at once. */
  readonly overlap?: number
  /** How long a key is published before it signs. Default: 0. */
  readonly announce?: number
}

export interface RotateOptions {
  /** Default: every algorithm of the issuer. */
  readonly alg?: string
  /** `overlap` (default) keeps the replaced key published, `withdraw` takes it from the JWK Set at once. */
  readonly mode?: 'overlap' | 'withdraw'
  /** With `overlap`: the replaced key is withdrawn after so many seconds. Default: never. */
  readonly overlap?: number
}

/** The kids of a replaced active key and of its fresh successor. */
export interface RotatedKey {
  readonly alg: string
  readonly previous: string
  readonly current: string
}
