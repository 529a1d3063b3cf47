import { path } from '../../features/path.ts'
import { checkTarget } from '../run/target/target-url.ts'

export type Answers = Partial<Record<'target' | 'kind' | 'credential' | 'command' | 'health', string>>

export interface Question {
  readonly key: keyof Answers
  text(before: Answers): string
  /** Taken for an empty line. */
  usual(before: Answers): string
  check(answer: string): { readonly good: string } | { readonly bad: string }
}

const kinds: Readonly<Record<string, string>> = { 1: 'bearer', 2: 'apiKey', 3: 'jwt' }

/** The five questions, in their order. */
export const questions: readonly Question[] = [
  {
    key: 'target',
    text: () => 'URL of a protected resource of your server',
    usual: () => 'http://127.0.0.1:8000/me',
    check(answer) {
      try {
        return { good: checkTarget(answer, true) }
      } catch (error) {
        return { bad: error instanceof Error ? error.message.replace('--target cannot be used', 'Not that') : '' }
      }
    },
  },
  {
    key: 'kind',
    text: () => 'What does it take? 1 a shared bearer token, 2 an API key in X-API-Key, 3 JWTs of an issuer',
    usual: () => '1',
    check: (answer) => {
      const good = kinds[answer]
      return good === undefined ? { bad: 'Answer 1, 2 or 3.' } : { good }
    },
  },
  {
    key: 'credential',
    text: ({ kind }) =>
      kind === 'jwt' ? 'The audience that it requires' : 'Environment variable that holds it (never the secret itself)',
    usual: ({ kind }) => (kind === 'jwt' ? 'https://api.example' : kind === 'apiKey' ? 'API_KEY' : 'API_TOKEN'),
    check: (answer) => ({ good: answer }),
  },
  {
    key: 'command',
    text: () => 'Command that starts it, such as "node server.js {port}"; empty when it runs already',
    usual: () => '',
    check: (answer) => ({ good: answer }),
  },
  {
    key: 'health',
    text: () => 'Path of an open health endpoint, such as /health; empty for none',
    usual: () => '',
    check: (answer) =>
      answer === '' || path.safeParse(answer).success
        ? { good: answer }
        : { bad: 'A path starts with a slash, such as /health.' },
  },
]
