import type { Plugin } from 'vitest/config'

let built: Promise<void> | undefined

/**
 * Builds dist/ when a test first imports a compiled template, a locale or publication.json, so that tests of plain
 * functions do not wait for it.
 */
export function buildOnDemand(): Plugin {
  return {
    name: 'build-on-demand',
    enforce: 'pre',
    async resolveId(specifier) {
      if (!specifier.startsWith('#')) return
      built ??= import('../../build/build.ts').then(({ build }) => build())
      await built
    },
  }
}
