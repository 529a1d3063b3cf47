import { asvs, cwe, defineCheck } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { many } from './candidates.ts'
import { compare } from './compare.ts'
import { secretStart } from './credential-parts.ts'
import { forSecret, measured } from './measured.ts'

/** What a comparison of digests costs, several times over. */
const acceptedNs = 10_000

export const lengthChecks: readonly Check[] = [
  defineCheck({
    ...measured,
    id: 'timing/length-step',
    title: 'takes about as long to refuse a secret that is one byte too short',
    severity: 'info',
    spec: [asvs('11.2.4'), cwe(208)],
    skipIf: forSecret,
    fix: 'Compare digests of both values: they have one length. A check of the length before the comparison is common, and only tells the length.',
    knownIncidents: 'a.length === b.length && timingSafeEqual(a, b) differs by about 90 ns.',
    sends:
      'Bursts of refused requests over one connection in random order: wrong credentials of the right length, and others that are one byte shorter, made equally long by another field.',
    passes:
      'shows no difference above 10 µs, which is worth a warning; a smaller one is only told, as a length is rarely a secret',
    async run(context) {
      const { token, unknownTokenLike } = context
      const wrong = () => unknownTokenLike(token, secretStart(token))
      await compare(
        context,
        'the length',
        {},
        () => ({
          groups: { left: 'the right length', right: 'one byte less' },
          left: many(() => ({ token: wrong(), fields: ['X-Padding: a'] })),
          right: many(() => ({ token: wrong().slice(0, -1), fields: ['X-Padding: ab'] })),
          resolution: () => acceptedNs,
        }),
        { advisory: true, small: 'note' },
      )
    },
  }),
]
