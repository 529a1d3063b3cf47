/** The functions of jstat that are used; it brings no types. */
declare module 'jstat' {
  interface Normal {
    /** Probability of at most `x`. */
    cdf(x: number, mean: number, deviation: number): number
    inv(probability: number, mean: number, deviation: number): number
    pdf(x: number, mean: number, deviation: number): number
  }
  const jstat: { readonly jStat: { readonly normal: Normal } }
  export default jstat
}
