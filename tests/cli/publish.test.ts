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
  const ask = async (question: string) => {
    questions.push(question)
    return answer ?? false
  }
  return {
    questions,
    lines,
    lambdas,
    publish: (files: readonly string[], options = {}) =>
      publish(
        files.map((file) => path.join(folder, file)),
        options,
        {
          stack: { site: lambdas.site, uploads },
          report: { answer: (_value, printed) => void lines.push(...printed) },
          ask: answer === undefined ? undefined : ask,
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
    /^Nothing was uploaded\.\narticles\/letter\.md is “A letter from Bath”, uploaded on \d{4}-\d\d-\d\d \d\d:\d\d UTC\. .*letter\.md is “A letter from York”, a different article\.\n.*--replace\.$/,
  )
  expect(await desk.textOf('articles/letter.md')).toBe(letter('Bath'))
  expect(await desk.textOf('articles/another.md')).toBe('')
})

test('a script replaces a different article with --replace, and corrects an article without it', async () => {
  const desk = await openDesk()
  await desk.write('letter.md', letter('Bath'))
  await desk.publish(['letter.md'])
  await desk.publish(['letter.md'])
  await desk.write('letter.md', `${letter('Bath')}\nP.S. It rained.\n`)
  await desk.publish(['letter.md'])
  expect(await desk.textOf('articles/letter.md')).toContain('It rained.')
  await desk.write('letter.md', letter('York'))
  await desk.publish(['letter.md'], { replace: true })
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
