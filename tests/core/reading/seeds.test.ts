import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyUpload } from '../../../core/articles/apply-upload.ts'
import { contentHash } from '../../../core/articles/identity.ts'
import { toPlainText } from '../../../core/html/plain-text.ts'
import { renderBody } from '../../../core/html/render-body.ts'
import { parsePublication } from '../../../core/publication.ts'
import { parseUpload } from '../../../core/reading/parse-upload.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import { publication as sample } from './sample.ts'

const topics = ['feeds', 'letters', 'maps', 'postal history', 'railways', 'stamps', 'telegraph', 'weather']
const publication = parsePublication(JSON.stringify({ ...sample, topics }))
const keys = ['articles', 'backfill']
  .flatMap((folder) =>
    readdirSync(`seeds/${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((key) => key.includes('.') && classifyKey(key).kind === 'article')
  .sort()

function read(key: string) {
  const parsed = parseUpload({ key, bytes: readFileSync(`seeds/${key}`) }, publication)
  if (!parsed.accepted) throw new Error(JSON.stringify(parsed.problems))
  return { ...parsed, body: renderBody(parsed.body, 'https://gazette.example/articles/seed/') }
}

test('there are seeds in every format, of both kinds', () => {
  const roles = keys.map(classifyKey)
  for (const format of ['txt', 'md', 'html']) expect(roles).toContainEqual(expect.objectContaining({ format }))
  for (const source of ['news', 'backfill']) expect(roles).toContainEqual(expect.objectContaining({ source }))
})

describe.each(keys)('%s', (key) => {
  test('the result of reading it equals the golden file', async () => {
    const { manuscript, body, problems } = read(key)
    const golden = `${JSON.stringify({ manuscript, problems }, undefined, 2)}\n\n--- page ---\n${body.page}\n\n--- text ---\n${toPlainText(body.email)}\n`
    await expect(golden).toMatchFileSnapshot(`../../golden/articles/${key.replaceAll('/', '-')}.golden`)
  })

  test('it is published without a warning, under topics of the vocabulary', () => {
    const { manuscript, body, problems } = read(key)
    const at = '2026-11-01T08:00:00.000Z'
    const fact = { kind: 'accepted', key, sequencer: '1', at, manuscript, problems, words: 1 } as const
    const record = applyUpload(
      undefined,
      { ...fact, contentHash: contentHash(body) },
      { publication, url: 'https://gazette.example' },
    )
    expect(record.problems.filter(({ rule }) => rule !== 'held-back')).toEqual([])
    expect(record.state).toBe(manuscript.draft ? 'draft' : 'published')
    for (const { name } of manuscript.topics) expect(topics).toContain(name)
  })
})
