import { apiTop10, asvs, cwe, defineCheck } from '../../harness/define.ts'
import { advisory, notDisclosed } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const addressFields = [
  ...['X-Forwarded-For', 'X-Real-IP', 'X-Client-IP', 'Client-IP', 'True-Client-IP', 'CF-Connecting-IP'],
  ...['X-Originating-IP', 'X-Remote-Addr'],
]

const others = [
  ...['X-Forwarded-Host: localhost', 'X-Forwarded-Prefix: /health', 'X-Forwarded-Proto: https'],
  ...['X-Original-URL: /health', 'X-Rewrite-URL: /health', 'X-Original-URI: /health', 'X-Forwarded-Uri: /health'],
  ...['X-Internal-Request: true', 'X-Internal: 1', 'X-Debug: 1', 'X-Test: 1', 'X-Admin: true'],
  ...['User-Agent: kube-probe/1.32', 'User-Agent: ELB-HealthChecker/2.0', 'User-Agent: GoogleHC/1.0'],
]

export const fieldChecks: readonly Check[] = [
  defineCheck({
    id: 'http/trusted-header-bypass',
    title: 'does not believe what anybody can write into a field',
    level: 'security',
    severity: 'critical',
    spec: [asvs('4.1.3'), apiTop10(8), cwe(348)],
    needs: [],
    fix: 'Take the address of the connection. Where a proxy sets these fields, believe only its address, and let it drop those of others.',
    knownIncidents:
      'Loopback addresses that needed no token, with the address read from X-Forwarded-For; servers that trust these fields from 127.0.0.1 by default.',
    vectors: ({ config, target }) => {
      const declared = config.accepts.fields.map((name) => name.toLowerCase())
      const attempt = (line: string): Attempt => ({
        authorization: [],
        fields: [line],
        // A declared proxy is believed by its address, which here is everybody's.
        ...(declared.includes(line.split(':')[0]?.toLowerCase() ?? '') && { expect: [advisory(notDisclosed())] }),
      })
      const lines = [
        ...addressFields.flatMap((name) => [`${name}: 127.0.0.1`, `${name}: ::1`]),
        ...['Forwarded: for=127.0.0.1', 'Forwarded: for="[::1]"', 'Forwarded: for=127.0.0.1;host=localhost'],
        ...others,
      ]
      const elsewhere = ['X-Original-URL', 'X-Rewrite-URL', 'X-Original-URI', 'X-Forwarded-Uri']
      return {
        ...Object.fromEntries(lines.map((line) => [line, attempt(line)])),
        ...Object.fromEntries(
          elsewhere.map((name) => [
            `${name}, asked for at /health`,
            { ...attempt(`${name}: ${target.pathname}`), path: '/health' },
          ]),
        ),
        'Host: localhost': { authorization: [], host: 'localhost' },
      }
    },
    expect: [notDisclosed()],
  }),
]
