import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** Bytes. A larger bundle makes a cold start noticeably longer. */
const limit = 1_000_000

const bundles = globSync('dist/lambdas/*/index.mjs').map((file) => [path.basename(path.dirname(file)), file] as const)

test('there is a bundle for every Lambda', () => {
  expect(bundles.map(([name]) => name).sort()).toEqual(
    globSync('lambdas/*.ts')
      .map((file) => path.basename(file, '.ts'))
      .sort(),
  )
})

test.each([
  ['zod', ['complete-deployment', 'ingest-article', 'manage-subscription', 'record-feedback']],
  ['html-to-text', ['compose-issue']],
  ['parse5', ['ingest-article']],
])('%s is loaded only by the Lambdas that need it', (library, lambdas) => {
  const users = bundles.filter(([, file]) => sourcesOf(file).some((each) => each.includes(`node_modules/${library}/`)))
  expect(users.map(([name]) => name).sort()).toEqual(lambdas)
})

test('libraries are bundled without the parts that no Lambda uses', () => {
  const sources = new Set(bundles.flatMap(([, file]) => sourcesOf(file)))
  const unused = /(dom-serializer\/node_modules\/entities|yaml\/dist|eventstream-codec)\//
  expect([...sources].filter((each) => unused.test(each))).toEqual([])
  const messageOfSax = 'Unclosed root tag'
  expect(bundles.filter(([, file]) => readFileSync(file, 'utf8').includes(messageOfSax))).toEqual([])
})

describe.each(bundles)('%s', (_name, file) => {
  test('its bundle has at most 1 MB', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(limit)
  })

  test('its bundle reads credentials from the environment only', () => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/sso-oidc|169\.254\.170\.2|AssumeRoleWithWebIdentity/)
  })
})

/** Returns the files that a bundle contains. */
function sourcesOf(file: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { readonly sources: readonly string[] } // written by esbuild
  return sources
}
