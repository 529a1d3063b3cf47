/** A child process that only signs with RS256: on the message `{ ms }` it sends back signatures per second. */
import { generateKeyPairSync, sign } from 'node:crypto'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** As long as the signing input of a typical access token. */
const input = Buffer.alloc(400, 'a')

process.on('message', ({ ms }: { readonly ms: number }) => {
  const start = performance.now()
  let count = 0
  for (; performance.now() < start + ms; count++) sign('sha256', input, privateKey)
  process.send?.((count * 1000) / (performance.now() - start))
})
