import { rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from '../../build/build.ts'

/** V8's compile cache of all stacks, so that each Lambda is compiled once for all tests. */
export const compileCache = path.resolve(import.meta.dirname, '../../dist/lambda-cache')

/** Brings dist/ up to date before the tests of a project that import compiled templates, locales or publication.json. */
export async function setup(): Promise<void> {
  await rm(compileCache, { recursive: true, force: true }) // entries of changed and temporary bundles
  await build()
}
