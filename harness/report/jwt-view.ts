/** Its claims and its signature may be masked, as a whole or in part. */
const compactJws = /(eyJ[\w-]*)\.((?:[\w-]|‹[^›]*›)*)\.((?:[\w-]|‹[^›]*›)*)/

const decode = (part: string): string => (part.includes('‹') ? part : Buffer.from(part, 'base64url').toString('utf8'))

/** A line of a request with a JWT in it, and the same token decoded for people; undefined when there is none. */
export function viewJwt(line: string): { readonly line: string; readonly decoded: readonly string[] } | undefined {
  const [token, header = '', payload = '', signature = ''] = compactJws.exec(line) ?? []
  if (token === undefined) return undefined
  const bytes = Buffer.from(signature, 'base64url').length
  const shown = signature.includes('‹') ? signature : bytes === 0 ? 'empty' : `${bytes} bytes`
  return {
    line: line.replace(token, `${header.slice(0, 8)}…`),
    decoded: [`header     ${decode(header)}`, `payload    ${decode(payload)}`, `signature  ${shown}`],
  }
}
