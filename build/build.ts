import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { LogLevel } from 'esbuild'
import { PublicationError } from '../core/publication-mistakes.ts'
import { refresh } from './freshness.ts'
import { readPublication } from './read-publication.ts'
import { writeVersion } from './version.ts'

const root = path.dirname(import.meta.dirname)
const target = path.join(root, 'dist')

/** Everything that dist/ is made from. */
export const sources = [
  ...[
    'aws',
    'browser',
    'build',
    'console/browser',
    'core',
    'lambdas',
    'packages/schedule-expressions/src',
    'templates',
  ],
  ...['package.json', 'package-lock.json', 'publication.json'],
]

/**
 * Makes everything in dist/ unless it is up to date: the publication with its defaults, the compiled templates and
 * locales, and a bundle per Lambda. After an error the bundles are unchanged. Returns a hash of the sources.
 *
 * @param logLevel what esbuild itself prints
 * @param begin called if something must be built, before that
 */
export async function build(logLevel: LogLevel = 'warning', begin = () => {}): Promise<string> {
  return refresh(path.join(target, 'version'), sources, async () => {
    begin()
    await make(logLevel)
  })
}

async function make(logLevel: LogLevel): Promise<void> {
  // Loading MJML and esbuild takes most of a second, so they are loaded only if something must be built.
  const [{ buildTemplates }, { buildScripts }, { buildConsoleScripts }, { buildLocales }, { bundleLambdas }] =
    await Promise.all([
      import('./templates.ts'),
      import('./scripts.ts'),
      import('./console-scripts.ts'),
      import('./locales.ts'),
      import('./lambdas.ts'),
    ])
  const publication = await readPublication()
  await mkdir(path.join(target, 'templates'), { recursive: true })
  await writeFile(path.join(target, 'publication.json'), JSON.stringify(publication, undefined, 2))
  const inputs = Promise.all([
    buildTemplates(path.join(root, 'templates'), path.join(target, 'templates')),
    buildScripts(path.join(root, 'browser'), path.join(target, 'templates', 'scripts')),
    buildConsoleScripts(path.join(root, 'console', 'browser'), path.join(target, 'console')),
    buildLocales(path.join(root, 'templates', 'locales'), path.join(target, 'templates', 'locales')),
  ])
  await Promise.all([inputs, bundleLambdas(path.join(target, 'lambdas'), [], logLevel, inputs)])
  await writeVersion()
}

if (import.meta.main) {
  try {
    await build()
  } catch (error) {
    if (!(error instanceof PublicationError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
