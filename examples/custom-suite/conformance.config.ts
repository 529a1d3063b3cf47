import { defineConfig } from 'auth-conformance'

export default defineConfig({
  target: 'http://127.0.0.1:{port}/notes',
  exec: 'node server.js {port}',
  tokenEnv: 'API_TOKEN',
  suites: ['./notes-suite.ts'],
  timing: false,
})
