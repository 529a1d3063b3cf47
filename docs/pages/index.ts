import { z } from 'zod'
import { benignVariants } from '../../fixtures/benign/index.ts'
import { servers } from '../../fixtures/field/servers.ts'
import { pinnedVersions } from '../../fixtures/field/versions.ts'
import { mutants } from '../../fixtures/mutants/index.ts'
import { references } from '../../fixtures/references/index.ts'
import { configSchema } from '../../harness/config/schema.ts'
import { resultsSchema } from '../../harness/model/results-schema.ts'
import { idpConfig } from '../../mock-idp/config/schema.ts'
import { suites } from '../../suites/index.ts'
import { documentedSystems } from '../../suites/systems/index.ts'
import { checksPage, suitePage } from './checks.ts'
import { errorsPage } from './errors.ts'
import { fieldPage } from './field.ts'
import { killMatrixPage } from './kill-matrix.ts'
import { systemsPage } from './systems.ts'

/** All generated files: the path inside docs/, and the text. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const pages = await Promise.all(
    suites.map(async (suite) => [`checks/${suite.id}.md`, await suitePage(suite)] as const),
  )
  return new Map([
    ['checks/README.md', checksPage(suites)],
    ...pages,
    ['errors.md', errorsPage()],
    ['field.md', fieldPage({ servers, versions: await pinnedVersions() })],
    [
      'config.schema.json',
      `${JSON.stringify(z.toJSONSchema(configSchema, { unrepresentable: 'any', io: 'input' }), undefined, 2)}\n`,
    ],
    [
      'idp.schema.json',
      `${JSON.stringify(z.toJSONSchema(idpConfig, { unrepresentable: 'any', io: 'input' }), undefined, 2)}\n`,
    ],
    ['kill-matrix.md', killMatrixPage({ suites, references, mutants, benignVariants })],
    ['systems.md', await systemsPage(documentedSystems)],
    ['results.schema.json', `${JSON.stringify(z.toJSONSchema(resultsSchema), undefined, 2)}\n`],
  ])
}
