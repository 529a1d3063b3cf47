/**
 * A child process that issues a number of tokens: `node --expose-gc memory-process.ts <number>`. It sends the size of its
 * heap after a tenth of them and at the end.
 */
import { createIdp } from '../../mock-idp/index.ts'

const total = Number(process.argv[2])
const idp = createIdp({
  issuer: 'http://idp.test',
  keys: ['ES256'],
  passwordGrant: true,
  users: [{ sub: 'alice', password: 'wonderland' }],
})

const headers = { 'content-type': 'application/x-www-form-urlencoded' }
const client = 'client_id=conformance&client_secret=conformance-secret'
const forms = [
  `grant_type=client_credentials&${client}`,
  `grant_type=password&username=alice&password=wonderland&scope=openid&${client}`,
]

const issue = async (form = ''): Promise<void> => {
  const response = await idp.fetch(new Request('http://idp.test/token', { method: 'POST', headers, body: form }))
  if (response.status !== 200) throw new Error(await response.text())
}

const heapUsed = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

let before = 0
for (let count = 1; count <= total; count++) {
  await issue(forms[count % 2])
  if (count === total / 10) before = heapUsed()
}
process.send?.({ before, after: heapUsed() })
