import { expect, test } from 'vitest'
import { barChart } from '../../../console/frame/chart.ts'

test('a chart has the same numbers as text', async () => {
  const bars = [
    { label: '2026-W10', value: 1200, more: 3 },
    { label: '2026-W11', value: 600, more: 0 },
  ]
  const chart = String(await barChart('People who joined', bars, ['joined', 'left']))
  expect(chart).toContain('aria-label="People who joined. 2026-W11: 600 joined"')
  expect(chart).toContain('<th scope="row">2026-W10</th><td>1,200</td><td>3</td>')
  expect(chart.match(/<rect/g)).toHaveLength(3)
})

test('a chart without data says so', async () => {
  expect(String(await barChart('People who joined', [], ['joined']))).toContain('no data yet')
})
