import { apiTop10, asvs, defineCheck } from '../../harness/define.ts'
import { canaryAbsent, canaryPresent, identifierIn } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { randomText } from '../../harness/template/random-text.ts'
import { forbidden, unchanged } from './expect.ts'
import { identitiesOf } from './identities.ts'

type Objects = NonNullable<TargetConfig['features']['objects']>

const freshText = (): string => `conformance${randomText(32)}`

const writes = ({ body, contentType }: Objects, canary: string): Pick<Attempt, 'body' | 'fields'> => ({
  body: body.replaceAll('{canary}', canary),
  fields: [`Content-Type: ${contentType}`],
})

/** Spellings of an identifier that a lookup takes for the same, while the ownership check takes them for another. */
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

/** The object that the valid credential created: where it is, and the text in it. */
interface Created {
  readonly id: string
  readonly path: string
  readonly canary: string
}

async function create({ send, expect }: RunContext, objects: Objects): Promise<Created | undefined> {
  const canary = freshText()
  const answer = await send('the owner creates one', { method: 'POST', path: objects.path, ...writes(objects, canary) })
  const id = identifierIn(answer.exchange.response?.body ?? '', objects.id)
  const path = objects.one.replaceAll('{id}', encodeURIComponent(id ?? ''))
  const read = id === undefined ? answer : await send('the owner reads it', { method: 'GET', path })
  expect('the owner reads it', read, [canaryPresent(canary)], [answer, read])
  return id === undefined ? undefined : { id, path, canary }
}

/** Another identity tries to read the object. */
async function tryToRead(
  context: RunContext,
  objects: Objects,
  { id, canary }: Created,
  who: string,
  identity: Attempt,
) {
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

/** Another identity tries to change the object; a read by the owner shows whether it worked. */
async function tryToChange(
  context: RunContext,
  objects: Objects,
  { path, canary }: Created,
  who: string,
  identity: Attempt,
) {
  const changes: readonly (readonly [string, Attempt])[] = [
    ...(objects.update
      ? [[`${who} changes it`, { method: objects.update, ...writes(objects, freshText()) }] as const]
      : []),
    ...(objects.removable ? [[`${who} removes it`, { method: 'DELETE', body: '' }] as const] : []),
  ]
  for (const [vector, change] of changes) {
    const observed = await context.send(vector, { ...identity, path, ...change })
    const after = await context.send(`${vector}, then the owner reads it`, { method: 'GET', path })
    context.expect(vector, observed, [forbidden()], [observed])
    context.expect(`${vector}, then the owner reads it`, after, [unchanged(canary)], [observed, after])
  }
}

export const objectChecks: readonly Check[] = [
  defineCheck({
    id: 'authz/object-level',
    title: 'must not let one identity reach the objects of another',
    level: 'security',
    severity: 'critical',
    spec: [apiTop10(1), asvs('8.2.2')],
    needs: ['credential', 'identities', 'objects'],
    fix: 'Look each object up together with its owner, in one query; answer 404 or 403 where the owner is another identity.',
    knownIncidents:
      'Objects that were looked up by their identifier alone; reads that were protected while DELETE was not.',
    sends:
      'Creates an object with the valid credential; then, as each other identity and without a credential, reads it by many spellings of its identifier, lists, changes and removes it.',
    passes: 'must show the object to its owner only, and must let no other identity change it',
    because:
      'The identifier of the created object is spelled in ten ways, for each identity and each declared operation.',
    async run(context) {
      const { objects } = context.config.features
      if (!objects) return
      const created = await create(context, objects)
      if (!created) return
      const { default: _, ...others } = identitiesOf(context)
      for (const [who, identity] of Object.entries({ ...others, anonymous: { authorization: [] } })) {
        await tryToRead(context, objects, created, who, identity)
        await tryToChange(context, objects, created, who, identity)
      }
      if (objects.removable)
        await context.send('the owner removes it', { method: 'DELETE', path: created.path, body: '' })
    },
  }),
]
