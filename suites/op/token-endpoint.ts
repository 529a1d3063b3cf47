import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { advisory, doesNotCrash, jsonAnswer, noStore, noTokenIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { Step } from '../../harness/model/flow.ts'
import type { TokenRequestOptions } from '../../harness/model/steps/oauth.ts'
import { errorShape, ofKnownClient, tokenShape } from './expect/token.ts'
import { discover, flowPerRow, obtainCode, onlyWithClient, onlyWithoutClient } from './steps.ts'

/** A difference from the correct request with a new code, or with an unknown one, and the expected answer. */
interface Row extends TokenRequestOptions {
  readonly expect: readonly Expectation[]
}

const malformed = [errorShape('invalid_request')]
const noGrantType = [errorShape('invalid_request', 'unsupported_grant_type')]
const noContent = [errorShape('invalid_request', 'invalid_client', 'unsupported_grant_type')]
const inQuery: Row = { sentIn: 'query', expect: [noTokenIssued()] }

const wrongRequests: Readonly<Record<string, Row>> = {
  'no grant_type': { with: { grant_type: null }, expect: noGrantType },
  'an empty grant_type': {
    with: { grant_type: '' },
    expect: noGrantType,
  },
  'an unknown grant_type': {
    with: { grant_type: 'urn:conformance:nothing' },
    expect: [errorShape('unsupported_grant_type')],
  },
  'no code': { with: { code: null }, expect: malformed },
  'an empty code': { with: { code: '' }, expect: [errorShape('invalid_request', 'invalid_grant')] },
  'an unknown code': { with: { code: '{random}' }, expect: [errorShape('invalid_grant')] },
  'grant_type twice': { with: { grant_type: ['authorization_code', 'authorization_code'] }, expect: malformed },
  'the code twice': { with: { code: ['{grant.code}', '{grant.code}'] }, expect: malformed },
  'an unknown client': {
    client: { id: '{random}', secret: '{random}', auth: 'post' },
    expect: [errorShape('invalid_client')],
  },
  'JSON instead of a form': { sentIn: 'json', expect: [advisory(noTokenIssued())] },
  'no content': { sentIn: 'nowhere', expect: noContent },
  'everything in the query, by GET': { ...inQuery, method: 'GET' },
  'everything in the query, by POST': inQuery,
  'a huge body': { with: { padding: 'x'.repeat(300_000) }, expect: [doesNotCrash({ orCloses: true })] },
}

const namesNobody: Row = {
  client: { id: '{random}', secret: '{random}', auth: 'post' },
  expect: [errorShape('invalid_client')],
}

/** What an issuer must answer to anybody. */
const requestsOfNobody: Readonly<Record<string, Row>> = {
  'an unknown client': namesNobody,
  'an unknown client by Basic': { ...namesNobody, client: { id: '{random}', secret: '{random}', auth: 'basic' } },
  // Where everything is behind a filter, 401 comes from there.
  'no content': { sentIn: 'nowhere', expect: noContent.map(advisory) },
  'JSON instead of a form': { sentIn: 'json', expect: [advisory(noTokenIssued())] },
  'everything in the query, by GET': { ...inQuery, method: 'GET' },
  'a huge body': { with: { padding: 'x'.repeat(300_000) }, expect: [doesNotCrash({ orCloses: true })] },
}

export const tokenEndpointChecks: readonly Check[] = [
  defineCheck({
    id: 'op/token-endpoint-errors',
    title: 'must answer token requests, correct and wrong ones, in the prescribed form',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(6749, '5.1'), rfc(6749, '5.2'), rfc(6749, '3.2'), oidc('3.1.3.3', 'TokenResponse')],
    needs: ['op'],
    fix: 'Answer tokens as JSON with Cache-Control: no-store. Answer errors by 400 with a code of RFC 6749 §5.2. Accept POST with a form only, and reject repeated parameters.',
    knownIncidents:
      'Errors as a page with status 200, which clients take for tokens; handlers that read body and query as one.',
    before: [
      discover,
      { ...obtainCode, if: { given: 'op.client' } } as Step,
      {
        do: 'exchange',
        as: 'the right request',
        code: 'grant',
        expect: [tokenShape, jsonAnswer(), noStore()].map(ofKnownClient),
      },
      { do: 'stop', if: { equal: { 'the right request.error': 'invalid_client' } } },
    ],
    flows: {
      ...flowPerRow(wrongRequests, (row) => [onlyWithClient, obtainCode, { do: 'exchange', code: 'grant', ...row }]),
      ...flowPerRow(
        requestsOfNobody,
        ({ with: more, ...row }) => [
          onlyWithoutClient,
          { do: 'token', with: { grant_type: 'authorization_code', code: '{random}', ...more }, ...row },
        ],
        'without a client: ',
      ),
    },
  }),
]
