import { readPublication } from '../build/read-publication.ts'
import { readVersion } from '../build/version.ts'
import { compareVersions } from '../core/deployment/compare-versions.ts'
import type { DeployedStack } from '../core/deployment/deployed-stack.ts'
import { joinPublication, listDifferences } from '../core/deployment/publication-outputs.ts'
import type { Publication } from '../core/publication.ts'
import { CommandFailure } from './command-failure.ts'

/**
 * Returns the publication with which a stack was deployed. For a stack that is older than the outputs which contain it,
 * this is publication.json, if it is of the same publication.
 * @throws {CommandFailure} if it is of another one
 */
export async function readDeployedPublication({ name, outputs }: DeployedStack): Promise<Publication> {
  const publication = joinPublication(outputs)
  if (publication) return publication
  const own = await readPublication()
  if (outputs.Publication === undefined || outputs.Publication === own.tag) return own
  throw new CommandFailure(
    `The stack ${name} is of the publication ${outputs.Publication}, and its version of Postrider does not tell its settings. publication.json is of ${own.tag}: use the checkout that was deployed.`,
  )
}

/** Lists how the version and the publication of a stack differ from those of this checkout. */
export async function listNotes({ name, outputs }: DeployedStack): Promise<readonly string[]> {
  const version = compareVersions(outputs.Version, await readVersion())
  const own = await readPublication().catch(() => undefined) // only deploying needs one without mistakes
  const deployed = joinPublication(outputs)
  const isSame = own !== undefined && deployed?.tag === own.tag && own.stack === name
  const differences = isSame ? listDifferences(deployed, own) : []
  return [
    ...(version === undefined ? [] : [version]),
    ...(differences.length === 0 ? [] : [describeDifferences(differences)]),
  ]
}

function describeDifferences(names: readonly string[]): string {
  return `publication.json differs from what is deployed (${names.join(', ')}). This command uses what is deployed. Deploy to apply your changes (\`npm run deploy\`; locally, restart \`npm start\`).`
}
