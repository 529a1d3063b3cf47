/** A child process that signs with RS256 and does nothing else: sent `{ ms }`, it answers signatures a second. */
import { generateKeyPairSync, sign } from 'node:crypto'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** As long as the signing input of a usual access token. */
const input = Buffer.alloc(400, 'a')

process.on('message', ({ ms }: { readonly ms: number }) => {
  const start = performance.now()
  let count = 0
  for (; performance.now() < start + ms; count++) sign('sha256', input, privateKey)
  process.send?.((count * 1000) / (performance.now() - start))
})
