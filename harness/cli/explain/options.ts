export interface ExplainOptions {
  readonly color: boolean
  /** Every vector, however many there are. */
  readonly all: boolean
  /** Only this vector. */
  readonly only?: string
}
