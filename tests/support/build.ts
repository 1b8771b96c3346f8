import { build } from '../../build/build.ts'

/** Brings dist/ up to date before the tests of a project that import compiled templates, locales or publication.json. */
export async function setup(): Promise<void> {
  await build()
}
