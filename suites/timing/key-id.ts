import { asvs, cwe, defineCheck } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { many } from './candidates.ts'
import { compare } from './compare.ts'
import { algorithmOf, behindKeyId } from './credential-parts.ts'
import { forCredential, measured } from './measured.ts'

/** Last characters of an identifier that make it another one. */
const changed = 4

export const keyIdChecks: readonly Check[] = [
  defineCheck({
    ...measured,
    id: 'timing/key-id',
    title: 'takes as long to refuse an unknown key identifier as a known one with a wrong secret',
    severity: 'low',
    spec: [asvs('11.2.4'), cwe(208)],
    skipIf: forCredential(
      (credential) => behindKeyId(credential) > 1 && algorithmOf(credential) === undefined,
      'the credential has no key identifier in front of a dot or colon',
    ),
    fix: 'Do the same work for an unknown identifier: compare with the digest of a secret that nobody has.',
    knownIncidents: 'Keys such as id.secret whose identifier is looked up first, and only then hashed.',
    sends:
      'Bursts of refused requests over one connection in random order: the known identifier with wrong secrets, and unknown ones with wrong secrets.',
    passes: 'shows no difference at 99 %; a difference is a warning, because identifiers are often public',
    async run(context) {
      const { token, unknownTokenLike } = context
      const end = behindKeyId(token) - 1
      const wrongSecret = (credential: string) => unknownTokenLike(credential, end + 1)
      await compare(
        context,
        'the identifier',
        {},
        () => ({
          groups: { left: 'a known key identifier', right: 'an unknown one' },
          left: many(() => ({ token: wrongSecret(token) })),
          right: many(() => ({ token: wrongSecret(unknownTokenLike(token, Math.max(0, end - changed), end)) })),
        }),
        { advisory: true },
      )
    },
  }),
]
