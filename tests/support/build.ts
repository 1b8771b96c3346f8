import path from 'node:path'
import { build } from '../../build/build.ts'

/** Before all tests: templates and bundles as they are now. */
export async function setup(): Promise<void> {
  process.chdir(path.resolve(import.meta.dirname, '../..'))
  await build()
}
