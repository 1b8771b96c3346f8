import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** Bytes. A larger bundle makes a cold start noticeably longer. */
const limit = 1_000_000

const bundles = globSync('dist/lambdas/*').map((folder) => [path.basename(folder), folder] as const)

test('there is a bundle for every Lambda', () => {
  expect(bundles.map(([name]) => name).sort()).toEqual(
    globSync('lambdas/*.ts')
      .map((file) => path.basename(file, '.ts'))
      .sort(),
  )
})

test.each([
  ['zod', ['complete-deployment', 'ingest-article', 'record-feedback']],
  ['html-to-text', ['compose-issue', 'send-welcome-mails']],
  ['parse5', ['ingest-article']],
])('%s is loaded only by the Lambdas that need it', (library, lambdas) => {
  const users = bundles.filter(([, folder]) => hasLibrary(filesOf(folder), library))
  expect(users.map(([name]) => name).sort()).toEqual(lambdas)
})

test('the parsers of articles are loaded with the first article, not with the Lambda', () => {
  const folder = 'dist/lambdas/ingest-article'
  const first = loadedFirst(path.join(folder, 'index.mjs'))
  for (const library of ['parse5', 'markdown-it', 'yaml', 'chardet']) {
    expect(hasLibrary(filesOf(folder), library)).toBe(true)
    expect(hasLibrary(first, library)).toBe(false)
  }
})

test('libraries are bundled without the parts that no Lambda uses', () => {
  const files = bundles.flatMap(([, folder]) => filesOf(folder))
  const sources = new Set(files.flatMap(sourcesOf))
  const unused =
    /((dom-serializer|markdown-it)\/node_modules\/entities|yaml\/dist|eventstream-codec|structured-clone\/esm\/\w*serialize)\//
  expect([...sources].filter((each) => unused.test(each))).toEqual([])
  const messageOfSax = 'Unclosed root tag'
  expect(files.filter((file) => readFileSync(file, 'utf8').includes(messageOfSax))).toEqual([])
})

describe.each(bundles)('%s', (_name, folder) => {
  test('its bundle has at most 1 MB', () => {
    const sizes = filesOf(folder).map((file) => statSync(file).size)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(limit)
  })

  test('its bundle reads credentials from the environment only', () => {
    const code = filesOf(folder).map((file) => readFileSync(file, 'utf8'))
    expect(code.join()).not.toMatch(/sso-oidc|169\.254\.170\.2|AssumeRoleWithWebIdentity/)
  })
})

/** Returns the files of a bundle. Most have only one. */
function filesOf(folder: string): readonly string[] {
  return globSync(path.join(folder, '*.mjs'))
}

/** Returns a file and those that it imports, without those that it loads later with `import()`. */
function loadedFirst(file: string): readonly string[] {
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g)
  return [file, ...Array.from(imports, ([, name = '']) => loadedFirst(path.join(path.dirname(file), name))).flat()]
}

function hasLibrary(files: readonly string[], library: string): boolean {
  return files.flatMap(sourcesOf).some((source) => source.includes(`node_modules/${library}/`))
}

/** Returns the sources that a file was bundled from. */
function sourcesOf(file: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { readonly sources: readonly string[] } // written by esbuild
  return sources
}
