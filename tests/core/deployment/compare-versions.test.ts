import { expect, test } from 'vitest'
import { compareVersions } from '../../../core/deployment/compare-versions.ts'

test.each([
  ['0.2.0+aa', '0.2.0+aa'],
  ['0.2.0+aa', '0.2.0'],
  ['0.2.0', '0.2.0+aa'],
])('nothing is said about %s and %s', (deployed, own) => {
  expect(compareVersions(deployed, own)).toBeUndefined()
})

test.each([
  [undefined, '0.2.0+aa', 'older than this command: it does not say its version'],
  ['0.2.0+aa', '0.10.0+aa', "version 0.2.0, which is older than this command's 0.10.0"],
  ['0.10.0+aa', '0.2.0+aa', "version 0.10.0, which is newer than this command's 0.2.0"],
  ['1.0.0+aa', '0.9.9+aa', 'newer'],
  ['0.2.0+aa', '0.2.0+bb', 'other sources of version 0.2.0 (aa) than those of this command (bb)'],
])('the newer one of %s and %s is named', (deployed, own, text) => {
  expect(compareVersions(deployed, own)).toContain(text)
})
