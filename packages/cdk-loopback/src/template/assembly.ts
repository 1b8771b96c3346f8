import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'

const stackArtifact = z.object({
  type: z.literal('aws:cloudformation:stack'),
  environment: z.string().optional(),
  properties: z.object({
    templateFile: z.string(),
    stackName: z.string().optional(),
    tags: z.record(z.string(), z.string()).default({}),
  }),
})
const manifest = z.object({ artifacts: z.record(z.string(), z.unknown()).default({}) })
const assetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional(), packaging: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
})

/** A stack of a synthesized cloud assembly. */
export type StackFiles = {
  readonly stackName: string
  /** Undefined unless the stack was synthesized for one. */
  readonly account: string | undefined
  readonly region: string | undefined
  readonly template: unknown
  readonly tags: Readonly<Record<string, string>>
  /** Returns the folder of a zipped asset by its key in the asset bucket. */
  readonly assetFolder: (objectKey: string) => string | undefined
}

/** Opens the named stack, or the only one. @throws {Error} if no stack has the name, or without a name if there are several */
export function openStack(folder: string, stackName: string | undefined): StackFiles {
  const { artifacts } = manifest.parse(readJson(join(folder, 'manifest.json')))
  const stacks = Object.entries(artifacts).flatMap(([id, artifact]) => {
    const stack = stackArtifact.safeParse(artifact)
    return stack.success ? [{ id, name: stack.data.properties.stackName ?? id, ...stack.data }] : []
  })
  const matching = stacks.filter(({ name }) => stackName === undefined || name === stackName)
  const [stack] = matching
  if (!stack || matching.length > 1) {
    const names = stacks.map(({ name }) => name).join(', ')
    throw new Error(
      `${folder} has the stacks ${names || '(none)'}: ${stackName ? `none is ${stackName}` : 'name one of them'}.`,
    )
  }
  const [account, region] = stack.environment?.replace('aws://', '').split('/') ?? []
  return {
    stackName: stack.name,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    template: readJson(join(folder, stack.properties.templateFile)),
    tags: stack.properties.tags,
    assetFolder: openAssets(folder, join(folder, `${stack.id}.assets.json`)),
  }
}

function openAssets(folder: string, file: string): StackFiles['assetFolder'] {
  const { files } = assetManifest.parse(readJson(file))
  const folders = Object.values(files).flatMap(({ source, destinations }) =>
    source.packaging === 'zip' && source.path !== undefined
      ? Object.values(destinations).map(({ objectKey }): [string, string] => [
          objectKey,
          resolve(folder, source.path ?? ''), // absolute without asset staging
        ])
      : [],
  )
  return (objectKey) => new Map(folders).get(objectKey)
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`Cannot read ${file}: synthesize the stack first.`, { cause })
  }
}
