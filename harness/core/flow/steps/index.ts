import type { Step } from '../../../model/flow.ts'
import type { StepKind } from '../step-kind.ts'
import { authorize } from './authorize.ts'
import { discover } from './discover.ts'
import { clear, fault } from './fault.ts'
import { fetches, watchFetches } from './fetches.ts'
import { judge } from './judge.ts'
import { publish, publishSet, readSet, withdraw } from './keys.ts'
import { launch, sendTo } from './launch.ts'
import { sendBurst, sendCounted, useUpLimit } from './limit.ts'
import { listen } from './listen.ts'
import { logIn, logOut, refreshLogin } from './login.ts'
import { makeKey } from './make-key.ts'
import { makeSecret } from './make-secret.ts'
import { mint } from './mint.ts'
import { output, watchOutput } from './output.ts'
import { send } from './send.ts'
import { sendOnOneConnection } from './send-on-one-connection.ts'
import { sendTokens } from './send-tokens.ts'
import { sendUntil } from './send-until.ts'
import { signIn } from './sign-in.ts'
import { stop } from './stop.ts'
import { exchange, refresh, token } from './token.ts'
import { tryTlsIssuer } from './try-tls-issuer.ts'
import { verify } from './verify.ts'
import { wait } from './wait.ts'

/** Every kind of step. A new kind is a type in harness/model, a file here and a line in this table. */
export const stepKinds: { readonly [Kind in Step['do']]: StepKind<Extract<Step, { readonly do: Kind }>> } = {
  send,
  'send-on-one-connection': sendOnOneConnection,
  wait,
  judge,
  stop,
  discover,
  authorize,
  token,
  exchange,
  refresh,
  'sign-in': signIn,
  verify,
  'log-in': logIn,
  'refresh-login': refreshLogin,
  'log-out': logOut,
  publish,
  withdraw,
  mint,
  'make-key': makeKey,
  'publish-set': publishSet,
  'read-set': readSet,
  fault,
  clear,
  'send-tokens': sendTokens,
  'send-until': sendUntil,
  'watch-fetches': watchFetches,
  fetches,
  listen,
  launch,
  'send-to': sendTo,
  'try-tls-issuer': tryTlsIssuer,
  'make-secret': makeSecret,
  'watch-output': watchOutput,
  output,
  'use-up-limit': useUpLimit,
  'send-counted': sendCounted,
  'send-burst': sendBurst,
}
