import { randomUUID } from 'node:crypto'
import { apiTop10, asvs, defineCheck } from '../../harness/define.ts'
import { accessRejected, canaryAbsent, canaryPresent, identifierIn } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { identitiesOf } from './identities.ts'

type Objects = NonNullable<TargetConfig['features']['objects']>

const word = (): string => `conformance${randomUUID().replaceAll('-', '')}`

const writes = ({ body, contentType }: Objects, canary: string): Pick<Attempt, 'body' | 'fields'> => ({
  body: body.replaceAll('{canary}', canary),
  fields: [`Content-Type: ${contentType}`],
})

/** Spellings of one identifier that a lookup may take for it, and a check of ownership for another. */
const spellings = (id: string): Readonly<Record<string, string>> => ({
  'as it is': id,
  'in upper case': id.toUpperCase(),
  'a slash behind it': `${id}/`,
  'an encoded space behind it': `${id}%20`,
  'a null character behind it': `${id}%00`,
  'a zero before it': `0${id}`,
  'twice, with a comma': `${id},${id}`,
  'an asterisk': '*',
  'a dot segment before it': `./${id}`,
  'its first character encoded': `%${id.charCodeAt(0).toString(16)}${id.slice(1)}`,
})

/** The object that the valid credential made: where it is, and the word in it. */
interface Made {
  readonly id: string
  readonly path: string
  readonly canary: string
}

async function make({ send, expect }: RunContext, objects: Objects): Promise<Made | undefined> {
  const canary = word()
  const answer = await send('the owner makes one', { method: 'POST', path: objects.path, ...writes(objects, canary) })
  const id = identifierIn(answer.exchange.response?.body ?? '', objects.id)
  const path = objects.one.replaceAll('{id}', encodeURIComponent(id ?? ''))
  const read = id === undefined ? answer : await send('the owner reads it', { method: 'GET', path })
  expect('the owner reads it', read, [canaryPresent(canary)], [answer, read])
  return id === undefined ? undefined : { id, path, canary }
}

/** What somebody else tries to learn. */
async function pry(context: RunContext, objects: Objects, { id, canary }: Made, who: string, identity: Attempt) {
  const judge = (vector: string, observed: Observed) =>
    context.expect(vector, observed, [canaryAbsent(canary)], [observed])
  for (const [how, spelling] of Object.entries(spellings(id))) {
    const vector = `${who} reads it: ${how}`
    judge(
      vector,
      await context.send(vector, { ...identity, method: 'GET', path: objects.one.replaceAll('{id}', spelling) }),
    )
  }
  for (const [how, query] of [
    ['lists', ''],
    ['filters the list', `?id=${encodeURIComponent(id)}`],
  ] as const) {
    const vector = `${who} ${how}`
    judge(vector, await context.send(vector, { ...identity, method: 'GET', path: objects.path + query }))
  }
}

/** What somebody else tries to change; the owner tells whether it worked. */
async function tamper(context: RunContext, objects: Objects, { path, canary }: Made, who: string, identity: Attempt) {
  const changes: readonly (readonly [string, Attempt])[] = [
    ...(objects.update ? [[`${who} changes it`, { method: objects.update, ...writes(objects, word()) }] as const] : []),
    ...(objects.removable ? [[`${who} removes it`, { method: 'DELETE', body: '' }] as const] : []),
  ]
  for (const [vector, change] of changes) {
    const observed = await context.send(vector, { ...identity, path, ...change })
    const after = await context.send(`${vector}, then the owner reads it`, { method: 'GET', path })
    context.expect(vector, observed, [accessRejected()], [observed])
    context.expect(`${vector}, then the owner reads it`, after, [unchanged(canary)], [observed, after])
  }
}

const unchanged = (canary: string) => ({
  text: 'still holds what its owner wrote',
  judge: ({ exchange }: Observed) =>
    exchange.response?.body.includes(canary)
      ? { kind: 'met' as const }
      : { kind: 'broken' as const, received: 'changed or gone' },
})

export const objectChecks: readonly Check[] = [
  defineCheck({
    id: 'authz/object-level',
    title: 'lets nobody reach the objects of somebody else',
    level: 'security',
    severity: 'critical',
    spec: [apiTop10(1), asvs('8.2.2')],
    needs: ['credential', 'identities', 'objects'],
    fix: 'Look each object up together with its owner, in one query; answer 404 or 403 where the owner is another.',
    knownIncidents:
      'Objects that were looked up by their identifier alone, and reads that were guarded while DELETE was not.',
    sends:
      'An object made with the valid credential; then, as each other identity and as nobody, reads in many spellings of its identifier, lists, changes and removals.',
    passes: 'shows it to its owner only, and nobody else changes it',
    async run(context) {
      const { objects } = context.config.features
      if (!objects) return
      const made = await make(context, objects)
      if (!made) return
      const { default: _, ...others } = identitiesOf(context)
      for (const [who, identity] of Object.entries({ ...others, nobody: { authorization: [] } })) {
        await pry(context, objects, made, who, identity)
        await tamper(context, objects, made, who, identity)
      }
      if (objects.removable) await context.send('the owner removes it', { method: 'DELETE', path: made.path, body: '' })
    },
  }),
]
