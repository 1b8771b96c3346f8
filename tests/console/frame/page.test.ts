import { readFile } from 'node:fs/promises'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { countCells, rows, sizeOf } from '../../../console/frame/parts.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [41_349, '41.3 kB'],
  [2_500_000, '2.5 MB'],
])('%d bytes are shown as %s', (bytes, text) => expect(sizeOf(bytes)).toBe(text))

test('a list without rows is rendered as a sentence', () => {
  expect(String(rows([], 'No mail has been sent yet.'))).toBe('<p class="nothing">No mail has been sent yet.</p>')
  expect(String(rows([html`<b>1</b>`], ''))).toContain('<li><b>1</b></li>')
})

test('counts of 0 are shown too', () => {
  expect(String(countCells({ failed: 0, submitted: 1200 }))).toMatch(
    /failed<\/dt><dd>0<.*\n.*submitted<\/dt><dd>1,200</,
  )
})

test('metadata is text, not a box with a bar', async () => {
  const css = await readFile(new URL('../../../console/frame/style.css', import.meta.url), 'utf8')
  const [, meta = ''] = /\n\.meta,\n\.nothing \{([^}]*)\}/.exec(css) ?? []
  expect(meta).toContain('color: var(--soft)')
  expect(meta).not.toMatch(/border|background|padding/)
})
