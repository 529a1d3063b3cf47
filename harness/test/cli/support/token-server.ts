/** A target for --exec: `node token-server.ts PORT [PIDFILE]`. Takes the token in API_TOKEN. */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, pidFile] = process.argv.slice(2)
if (pidFile) writeFileSync(pidFile, String(process.pid))
if (process.env.STUBBORN) process.on('SIGTERM', () => {})
console.log(`serving with ${process.env.API_TOKEN}`)

createServer(({ headers }, response) => {
  const known =
    /^bearer /i.test(headers.authorization ?? '') && headers.authorization?.slice(7) === process.env.API_TOKEN
  response.writeHead(known ? 200 : 401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
  response.end(JSON.stringify(known ? { protected: 'what this server protects' } : { error: 'unauthorized' }))
}).listen(Number(port), '127.0.0.1')
