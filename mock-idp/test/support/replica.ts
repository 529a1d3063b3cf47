/** A process that is one of several replicas of an issuer: `node replica.ts <store>`. */
import { serveIdp } from '../../adapters/node.ts'
import { openStore } from '../../store/open-store.ts'

const { url } = await serveIdp({
  port: 0,
  issuer: 'https://idp.example',
  keys: ['ES256'],
  signIn: 'automatic',
  store: await openStore(process.argv[2] ?? ''),
})
process.on('disconnect', () => process.exit())
process.send?.(url)
