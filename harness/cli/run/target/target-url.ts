import { ConformanceError } from '../../../errors.ts'

/** Checks a URL that may hold `{port}`; returns it without a fragment, which is never sent. */
export function checkTarget(text: string, hasCommand: boolean): string {
  if (text.includes('{port}') && !hasCommand) {
    throw usageError('{port} is filled in only when --exec starts the target', 'Write the port, or add --exec.')
  }
  const url = URL.parse(text.replaceAll('{port}', '1'))
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const bare = /^[\w.-]+(:\d+)?(\/|$)/.test(text) && !text.includes('://')
    const next = `Write an http or https URL, such as ${bare ? `http://${text}` : 'http://127.0.0.1:8000/me'}.`
    throw usageError('it is no http or https URL', next)
  }
  if (url.username !== '' || url.password !== '') {
    throw usageError('a URL must not hold credentials', 'Take them out and use --token-env or --api-key-env.')
  }
  return text.replace(/#.*$/s, '')
}

const usageError = (reason: string, next: string) =>
  new ConformanceError('USAGE', `--target cannot be used: ${reason}.`, { next })
