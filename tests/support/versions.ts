import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { build, type Plugin } from 'esbuild'
import { bundleLambdas, bundleOptions } from '../../build/lambdas.ts'
import type { LambdaName } from '../../core/environment.ts'

/** A change of the files that the Lambdas are bundled from. */
export type Edit = { readonly file: RegExp; readonly edit: (text: string) => string }

/** Bundles another version of all Lambdas into a folder. */
export function bundleVersion(folder: string, edits: readonly Edit[]): Promise<void> {
  return bundleLambdas(folder, pluginsFor(edits))
}

/** Bundles another version of one Lambda into a folder, and returns the change of a plan that runs it. */
export async function bundleOne(
  name: LambdaName,
  folder: string,
  edits: readonly Edit[],
): Promise<(plan: StackPlan) => StackPlan> {
  const plugins = [...pluginsFor(edits), ...bundleOptions.plugins]
  const entryPoints = [{ in: path.resolve('lambdas', `${name}.ts`), out: 'index' }]
  await build({ ...bundleOptions, plugins, entryPoints, outdir: folder })
  return (plan) => ({
    ...plan,
    functions: plan.functions.map((each) =>
      lambdaOf(each.logicalId) === name ? { ...each, codeFolder: folder } : each,
    ),
  })
}

function pluginsFor(edits: readonly Edit[]): Plugin[] {
  const loaders = { '.ts': 'ts', '.mjs': 'js', '.json': 'json' } as const
  return edits.map(
    ({ file, edit }): Plugin => ({
      name: `edit ${file}`,
      setup: ({ onLoad }) =>
        onLoad({ filter: file }, async ({ path: source }) => ({
          contents: edit(await readFile(source, 'utf8')),
          loader: loaders[path.extname(source) as keyof typeof loaders], // our sources have no others
        })),
    }),
  )
}

/** Returns the change of a plan that runs the bundles of a folder. */
export function runVersion(folder: string): (plan: StackPlan) => StackPlan {
  return (plan) => ({
    ...plan,
    functions: plan.functions.map((each) => ({ ...each, codeFolder: path.join(folder, lambdaOf(each.logicalId)) })),
  })
}

/** Turns `DeliveriesSendDeliveriesAA48FB3F` into `send-deliveries`: a logical id is the stage, the file and a hash. */
function lambdaOf(logicalId: string): string {
  const words = logicalId.slice(0, -8).match(/[A-Z][a-z]+/g) ?? []
  return words.slice(1).join('-').toLowerCase()
}
