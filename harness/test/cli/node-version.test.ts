import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { version } from '../../version.ts'
import { bin, runCommand } from './support/real-command.ts'

const pretend = (node: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${node}'}})`,
]

test.each(['20.19.0', '22.11.0', '23.11.1', '25.2.0'])(
  'Node.js %s is too old, or no release to rely on',
  async (node) => {
    const { code, stdout, stderr } = await runCommand(['--version'], { nodeArguments: pretend(node) })
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(`Node.js ${node} cannot run this`)])
    expect(stderr.trim().split('\n')).toHaveLength(1)
  },
)

test.each(['22.12.0', '24.0.0', '26.0.0', '27.1.0'])('Node.js %s will do', async (node) => {
  const { code, stdout } = await runCommand(['--version'], { nodeArguments: pretend(node) })
  expect([code, stdout]).toEqual([0, version])
})

const systemNode = '/usr/bin/node'

test.skipIf(!existsSync(systemNode))('the Node.js of this machine gets an answer, whichever it is', async () => {
  const { exitCode, stdout, stderr } = await execa(systemNode, [bin, '--version'], { reject: false })
  if (exitCode === 0) expect(stdout).toBe(version)
  else expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: Node\.js \d+\.\S+ cannot run /)])
})
