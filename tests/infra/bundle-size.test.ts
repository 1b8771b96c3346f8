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

describe.each(bundles)('%s', (_name, file) => {
  test('its bundle has at most 1 MB', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(limit)
  })

  test('its bundle reads credentials from the environment only', () => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/sso-oidc|169\.254\.170\.2|AssumeRoleWithWebIdentity/)
  })
})
