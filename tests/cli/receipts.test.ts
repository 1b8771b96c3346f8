import { expect, test } from 'vitest'
import { showReceipt } from '../../cli/receipts.ts'
import type { Receipt } from '../../core/articles/receipt.ts'

const receipt: Receipt = {
  key: 'welcome/1.md',
  state: 'scheduled',
  title: 'Hello',
  problems: [],
  at: '2026-11-30T08:00:00.000Z',
}

function uploadsWith(files: Readonly<Record<string, string>>) {
  const getReceipt = async (path: string) => {
    const body = files[path]
    return body === undefined ? undefined : { body, upload: '' }
  }
  return { uploads: { getReceipt } } as unknown as Parameters<typeof showReceipt>[1] // no other operation is used
}

async function show(files: Readonly<Record<string, string>>): Promise<string> {
  const lines: string[] = []
  await showReceipt('welcome/1.md', uploadsWith(files), { answer: (_json, shown) => void lines.push(...(shown ?? [])) })
  return lines.join('\n')
}

test('the stored text of a receipt is shown, which says what happens to a welcome text', async () => {
  const text = 'Scheduled. It is mailed once to readers who confirm from now on, at once.'
  const files = { 'receipts/welcome/1.md.json': JSON.stringify(receipt), 'receipts/welcome/1.md.txt': text }
  expect(await show(files)).toBe(text)
})

test('a receipt whose text is not written yet is shown all the same', async () => {
  expect(await show({ 'receipts/welcome/1.md.json': JSON.stringify(receipt) })).toContain('"Hello" (welcome/1.md)')
})

test('without a receipt, the answer names the folders', async () => {
  await expect(show({})).rejects.toThrow('Keys begin with articles/, backfill/, issues/ or welcome/.')
})
