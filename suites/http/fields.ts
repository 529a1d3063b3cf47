import { apiTop10, asvs, cwe, defineCheck } from '../../harness/define.ts'
import { notDisclosed } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const addressFields = [
  ...['X-Forwarded-For', 'X-Real-IP', 'X-Client-IP', 'Client-IP', 'True-Client-IP', 'CF-Connecting-IP'],
  ...['X-Originating-IP', 'X-Remote-Addr'],
]

const lines = [
  ...addressFields.flatMap((name) => [`${name}: 127.0.0.1`, `${name}: ::1`]),
  ...['Forwarded: for=127.0.0.1', 'Forwarded: for="[::1]"', 'Forwarded: for=127.0.0.1;host=localhost'],
  ...['X-Forwarded-Host: localhost', 'X-Forwarded-Prefix: /health', 'X-Forwarded-Proto: https'],
  ...['X-Original-URL: /health', 'X-Rewrite-URL: /health', 'X-Original-URI: /health', 'X-Forwarded-Uri: /health'],
  ...['X-Internal-Request: true', 'X-Internal: 1', 'X-Debug: 1', 'X-Test: 1', 'X-Admin: true'],
  ...['User-Agent: kube-probe/1.32', 'User-Agent: ELB-HealthChecker/2.0', 'User-Agent: GoogleHC/1.0'],
]

const pathFields = ['X-Original-URL', 'X-Rewrite-URL', 'X-Original-URI', 'X-Forwarded-Uri']

/** A server believes a declared proxy by its address, which is ours, too. */
const anonymous = (line: string): Attempt => ({
  authorization: [],
  fields: [line],
  warnWhen: { declares: { fields: line.split(':')[0] ?? '' } },
})

export const fieldChecks: readonly Check[] = [
  defineCheck({
    id: 'http/trusted-header-bypass',
    title: 'must not trust fields that any client can set',
    level: 'security',
    severity: 'critical',
    spec: [asvs('4.1.3'), apiTop10(8), cwe(348)],
    needs: [],
    fix: 'Use the address of the connection. Where a proxy sets these fields, accept them from its address only, and let it remove those of clients.',
    knownIncidents:
      'Loopback addresses that needed no token, with the address read from X-Forwarded-For; servers that trust these fields from 127.0.0.1 by default.',
    vectors: {
      ...Object.fromEntries(lines.map((line) => [line, anonymous(line)])),
      ...Object.fromEntries(
        pathFields.map((name) => [
          `${name}, requested at /health`,
          { ...anonymous(`${name}: {target.path}`), path: '/health' },
        ]),
      ),
      'Host: localhost': { authorization: [], host: 'localhost' },
    },
    expect: [notDisclosed()],
  }),
]
