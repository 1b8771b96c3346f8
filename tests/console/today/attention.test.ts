import { expect, test } from 'vitest'
import { faultBanner } from '../../../console/today/attention.ts'
import type { Finding } from '../../../core/diagnosis/finding.ts'

const finding = (severity: Finding['severity']) => ({ id: 'dkim.missing', severity, text: '' }) as Finding // an example

test('problems that doctor has found are counted; what is fine or was not checked is not', async () => {
  const all = (['problem', 'warning', 'warning', 'ok', 'unchecked'] as const).map(finding)
  expect(String(await faultBanner(all))).toContain('<a href="/health/">1 problem and 2 warnings</a>')
  expect(String(await faultBanner(all.slice(3)))).toBe('')
})
