/** When keys are rotated automatically. All in seconds, by the clock of the issuer. */
export interface RotationSchedule {
  /** The period between two rotations. */
  readonly every: number
  /** How long a replaced key stays published. Default: 0. */
  readonly overlap?: number
  /** How long a key is published before it signs. Default: 0. */
  readonly announce?: number
}

export interface RotateOptions {
  /** Default: every algorithm of the issuer. */
  readonly alg?: string
  /** `overlap` (default): the replaced key stays published. `withdraw`: it is removed from the JWK Set at once. */
  readonly mode?: 'overlap' | 'withdraw'
  /** With mode `overlap`: the seconds until the replaced key is withdrawn. Default: never. */
  readonly overlap?: number
}

/** A rotated key: the kid of the previous active key and of the current one. */
export interface RotatedKey {
  readonly alg: string
  readonly previous: string
  readonly current: string
}
