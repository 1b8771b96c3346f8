import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { publish } from '../../cli/publish.ts'
import { openArticleLambdas } from '../support/article-lambdas.ts'

afterEach(() => {
  process.exitCode = undefined
})

const letter = (place: string) =>
  `# A letter from ${place}\n\nNothing happened in ${place} that could be written down.\n`

/** A stack on which every upload is ingested at once, and a person who answers questions. */
async function openDesk(answer?: boolean) {
  const lambdas = await openArticleLambdas()
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-publish-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const settled = async <T>(result: T): Promise<T> => {
    await lambdas.settle()
    return result
  }
  const uploads = {
    ...lambdas.uploads,
    putOver: async (...put: Parameters<typeof lambdas.uploads.putOver>) =>
      settled(await lambdas.uploads.putOver(...put)),
  }
  const questions: string[] = []
  const lines: string[] = []
  const values: unknown[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return answer ?? false
  }
  return {
    questions,
    lines,
    values,
    lambdas,
    folder,
    publish: (files: readonly string[], options = {}, signal?: AbortSignal) =>
      publish(
        files.map((file) => path.join(folder, file)),
        options,
        {
          stack: { site: lambdas.site, uploads },
          report: {
            answer: (value, printed) => {
              values.push(value)
              lines.push(...printed)
            },
          },
          ask: answer === undefined ? undefined : ask,
          ...(signal && { signal }),
        },
      ),
    write: async (file: string, text: string) => {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
      await writeFile(path.join(folder, file), text)
    },
    textOf: async (key: string) => Buffer.from((await lambdas.uploads.get(key, 1000))?.bytes ?? []).toString(),
  }
}

test('articles of different folders stay different articles', async () => {
  const desk = await openDesk()
  await desk.write('bath/index.md', letter('Bath'))
  await desk.write('york/index.md', letter('York'))
  await desk.publish(['bath/index.md', 'york/index.md'])
  expect(await desk.textOf('articles/bath/index.md')).toBe(letter('Bath'))
  expect(await desk.textOf('articles/york/index.md')).toBe(letter('York'))
  expect(desk.lines.join('\n')).toMatch(/A letter from Bath[\s\S]*A letter from York/)
})

test('a script never replaces a different article, and uploads nothing else either', async () => {
  const desk = await openDesk()
  await desk.write('letter.md', letter('Bath'))
  await desk.publish(['letter.md'])
  await desk.write('letter.md', letter('York'))
  await desk.write('another.md', letter('Wells'))
  await expect(desk.publish(['letter.md', 'another.md'])).rejects.toThrow(
    /^Nothing was uploaded\.\narticles\/letter\.md is “A letter from Bath”, uploaded on \d{4}-\d\d-\d\d \d\d:\d\d UTC\. .*letter\.md is “A letter from York”, a different article\.\n.*--yes, or upload the others with --no\.$/,
  )
  expect(await desk.textOf('articles/letter.md')).toBe(letter('Bath'))
  expect(await desk.textOf('articles/another.md')).toBe('')
})

test('a script replaces a different article with --yes, and corrects an article without it', async () => {
  const desk = await openDesk()
  await desk.write('letter.md', letter('Bath'))
  await desk.publish(['letter.md'])
  await desk.publish(['letter.md'])
  await desk.write('letter.md', `${letter('Bath')}\nP.S. It rained.\n`)
  await desk.publish(['letter.md'])
  expect(await desk.textOf('articles/letter.md')).toContain('It rained.')
  await desk.write('letter.md', letter('York'))
  await desk.publish(['letter.md'], { yes: true })
  expect(await desk.textOf('articles/letter.md')).toBe(letter('York'))
})

test.each([true, false])('a person is asked whether to replace a different article: %s', async (answer) => {
  const desk = await openDesk(answer)
  await desk.write('letter.md', letter('Bath'))
  await desk.write('map.png', 'pixels')
  await desk.publish(['letter.md'])
  expect(desk.questions).toEqual([])
  await desk.write('letter.md', letter('York'))
  await desk.publish(['letter.md', 'map.png'])
  expect(desk.questions).toEqual([
    expect.stringMatching(/“A letter from Bath”.*“A letter from York”.*\nReplace it\? \[y\/N\] $/),
  ])
  expect(await desk.textOf('articles/letter.md')).toBe(letter(answer ? 'York' : 'Bath'))
  expect(await desk.textOf('articles/map.png')).toBe('pixels')
  expect(desk.lines.includes('articles/letter.md was not replaced.')).toBe(!answer)
  expect(process.exitCode).toBe(answer ? undefined : 1)
})

test('files outside of the folders for uploads are not uploaded, and nothing else either', async () => {
  const desk = await openDesk()
  await desk.write('site/articles/a.md', letter('Bath'))
  await desk.write('site/letters/b.md', letter('York'))
  await expect(desk.publish(['site'])).rejects.toThrow(
    /^Nothing was uploaded\.\n.*letters\/b\.md: .* is outside of the folders/,
  )
  expect(await desk.textOf('articles/a.md')).toBe('')
})

test('an upload that another editor makes at the same time is not overwritten', async () => {
  const desk = await openDesk(true)
  const { uploads } = desk.lambdas
  const put = (text: string, version?: string) =>
    uploads.putOver(version, 'articles/a.md', Buffer.from(text), 'text/markdown')
  const first = await put('first')
  expect(first).toMatch(/^"/)
  expect(await put('second')).toBeUndefined()
  expect(await put('second', '"other"')).toBeUndefined()
  expect(await put('first', '"other"')).toBe(first)
  expect(await put('second', first)).not.toBe(first)
})

test('pictures to which articles refer are uploaded with them, and nothing from outside of their folder', async () => {
  const desk = await openDesk()
  await desk.write(
    'articles/2026/a.md',
    '# Walk\n\nText. ![Map](img/map.png) ![Sea](../shared/sea.jpg) ![No](../../secret.png)\n',
  )
  await desk.write('articles/2026/img/map.png', 'map')
  await desk.write('articles/2026/img/unused.png', 'unused')
  await desk.write('articles/shared/sea.jpg', 'sea')
  await desk.write('secret.png', 'secret')
  await desk.publish(['articles/2026/a.md'])
  expect(await desk.textOf('articles/2026/img/map.png')).toBe('map')
  expect(await desk.textOf('articles/shared/sea.jpg')).toBe('sea')
  expect(await desk.textOf('articles/2026/img/unused.png')).toBe('')
  expect(desk.lines.join('\n')).not.toContain('missing-file')
  expect(desk.lines.at(-1)).toBe('3 files: 3 uploaded.')
})

test('what has not changed is not uploaded again', async () => {
  const desk = await openDesk()
  await desk.write('letters/bath.md', letter('Bath'))
  await desk.write('letters/map.png', 'pixels')
  await desk.publish(['letters'])
  const version = async (key: string) => (await desk.lambdas.uploads.look(key))?.storedAt
  const before = await version('articles/bath.md')
  await desk.write('letters/york.md', letter('York'))
  await desk.publish(['letters'])
  expect(desk.lines.at(-1)).toBe('3 files: 2 unchanged, 1 uploaded.')
  expect(await version('articles/bath.md')).toEqual(before)
  expect(desk.values[1]).toEqual([
    expect.objectContaining({ key: 'articles/bath.md', outcome: 'unchanged', state: 'published' }),
    expect.objectContaining({ key: 'articles/york.md', outcome: 'uploaded', state: 'published' }),
    expect.objectContaining({ key: 'articles/map.png', outcome: 'unchanged' }),
  ])
})

test('what nobody means to publish is left out of folders, unless it is named', async () => {
  const desk = await openDesk()
  await desk.write('letters/bath.md', letter('Bath'))
  await desk.write('letters/.DS_Store', 'junk')
  await desk.publish(['letters'])
  expect(desk.lines[0]).toContain('letters/.DS_Store')
  expect(desk.lines.at(-1)).toBe('1 file: 1 uploaded.')
  await desk.publish(['letters/.DS_Store'])
  expect(desk.lines.at(-1)).toBe('1 file: 1 uploaded.')
})

test('a folder without files is a wrong argument', async () => {
  const desk = await openDesk()
  await desk.write('letters/.DS_Store', 'junk')
  await expect(desk.publish(['letters'])).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('no files'),
  })
})

test('an upload that stays rejected fails each time', async () => {
  const desk = await openDesk()
  await desk.write('bath.md', '')
  for (const outcome of ['uploaded', 'unchanged']) {
    process.exitCode = undefined
    await desk.publish(['bath.md'])
    expect({ code: process.exitCode, last: desk.values.at(-1) }).toEqual({
      code: 1,
      last: [expect.objectContaining({ outcome, state: 'rejected' })],
    })
  }
  process.exitCode = undefined
})

test('--dry-run says what would be uploaded, and uploads nothing', async () => {
  const desk = await openDesk()
  await desk.write('bath.md', letter('Bath'))
  await desk.publish(['bath.md'])
  await desk.write('bath.md', letter('York'))
  await desk.write('wells.md', letter('Wells'))
  await desk.publish(['bath.md', 'wells.md'], { dryRun: true })
  expect(desk.values[1]).toEqual([
    expect.objectContaining({ key: 'articles/bath.md', plan: 'different' }),
    expect.objectContaining({ key: 'articles/wells.md', plan: 'new' }),
  ])
  expect(desk.lines.at(-1)).toContain('Nothing was changed. 2 files would be uploaded')
  expect(await desk.textOf('articles/bath.md')).toBe(letter('Bath'))
  expect(await desk.textOf('articles/wells.md')).toBe('')
})

test('with --no, a script keeps different articles and uploads the rest', async () => {
  const desk = await openDesk()
  await desk.write('bath.md', letter('Bath'))
  await desk.publish(['bath.md'])
  await desk.write('bath.md', letter('York'))
  await desk.write('wells.md', letter('Wells'))
  await desk.publish(['bath.md', 'wells.md'], { no: true })
  expect(await desk.textOf('articles/bath.md')).toBe(letter('Bath'))
  expect(await desk.textOf('articles/wells.md')).toBe(letter('Wells'))
  expect(process.exitCode).toBe(1)
  await expect(desk.publish(['bath.md'], { no: true, yes: true })).rejects.toThrow('either --yes or --no')
})

test('after Ctrl-C, nothing more is uploaded, and the exit code says so', async () => {
  const desk = await openDesk()
  await desk.write('bath.md', letter('Bath'))
  await desk.publish(['bath.md'], {}, AbortSignal.abort())
  expect(await desk.textOf('articles/bath.md')).toBe('')
  expect(desk.lines).toEqual([expect.stringMatching(/bath\.md was not uploaded\.$/), '1 file: 1 not uploaded.'])
  expect(process.exitCode).toBe(130)
})
