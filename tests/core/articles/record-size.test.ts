import { expect, test } from 'vitest'
import { applyUpload } from '../../../core/articles/apply-upload.ts'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { completeFact } from '../../../core/articles/complete-fact.ts'
import { readUpload } from '../../../core/articles/read-upload.ts'
import { site } from '../reading/sample.ts'

/** Bytes of a DynamoDB item. */
const largestItem = 400_000

test('the record of an article can be stored, whatever its versions held', () => {
  const key = `articles/${'d'.repeat(80)}/a.md`
  let record: UploadRecord | undefined
  for (let version = 0; version < 60; version += 1) {
    const names = Array.from({ length: 20 }, (_, n) => `${'é'.repeat(90)} ${version} ${n}`).join(', ')
    const images = Array.from({ length: 150 }, (_, n) => `![x](${'x'.repeat(700)}-${version}-${n}.png)`).join('\n\n')
    const text = `---\ntitle: ${'T'.repeat(400)}\ntopics: [${names}]\nauthors: [${names}]\n---\n\n${images}\n`
    const at = new Date(Date.UTC(2026, 0, 1, 0, version)).toISOString()
    const bytes = Buffer.from(text)
    const source = { key, bytes, size: bytes.length, contentType: undefined }
    const { fact } = readUpload(source, { sequencer: String(version).padStart(2, '0'), at }, record, 0, site)
    const missing = fact.kind === 'accepted' ? (fact.files ?? []) : []
    record = applyUpload(record, completeFact(fact, { missing, holders: [] }), site)
  }
  expect(record?.state).toBe('published')
  expect(record?.touched).toContain('publication')
  expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(largestItem)
})
