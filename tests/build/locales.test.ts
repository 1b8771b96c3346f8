import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildLocales } from '../../build/locales.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-locales-'))
})
afterAll(() => rm(folder, { recursive: true }))

let builds = 0
async function build(languages: Readonly<Record<string, unknown>>) {
  builds += 1
  const source = path.join(folder, `locales-${builds}`)
  await mkdir(source)
  for (const [language, content] of Object.entries(languages)) {
    await writeFile(
      path.join(source, `${language}.json`),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  }
  await buildLocales(source, `${source}-built`)
  return (await import(`${source}-built.mjs`)).languages
}

const en = {
  hello: 'Hello {name}',
  lines: ['One', 'Two {name}'],
  count: { one: '{count} article by {name}', other: '{count} articles by {name}' },
}

test('a message is a text, or a function of the values in braces', async () => {
  const messages = (await build({ en: { ...en, title: 'Subscribe "now"' } })).en
  expect(messages.title).toBe('Subscribe "now"')
  expect(messages.hello({ name: '<Ada>' })).toBe('Hello <Ada>')
  expect(messages.lines[1]({ name: 'Ada' })).toBe('Two Ada')
})

test('plural forms and numbers are those of the language', async () => {
  const pl = {
    hello: 'Cześć, {name}',
    lines: ['Raz', 'Dwa {name}'],
    count: {
      one: 'artykuł: {name}',
      few: '{count} artykuły: {name}',
      many: '{count} artykułów: {name}',
      other: '{count} artykułu: {name}',
    },
  }
  const languages = await build({ en, pl })
  expect(languages.en.count({ count: 1, name: 'Ada' })).toBe('1 article by Ada')
  expect(languages.en.count({ count: 1200, name: 'Ada' })).toBe('1,200 articles by Ada')
  const polish = [1, 3, 5].map((count) => languages.pl.count({ count, name: 'Ada' }))
  expect(polish).toEqual(['artykuł: Ada', '3 artykuły: Ada', '5 artykułów: Ada'])
})

test('all missing and unknown messages of a language are reported at once', async () => {
  const pl = { hello: 'Cześć, {nmae}', lines: ['Raz'], count: { one: '{count}', other: '{count} {name}' }, extra: 'x' }
  await expect(build({ en, pl })).rejects.toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /hello lacks \{name\}[\s\S]*hello has an unknown \{nmae\}[\s\S]*lines\.1 is missing[\s\S]*count lacks the plural form "few"[\s\S]*"many"[\s\S]*count\.one lacks \{name\}[\s\S]*extra does not exist in English/,
      ),
    }),
  )
})

test.each([
  ['{', 'de.json is not JSON'],
  [{ ...en, hello: ['x'] }, 'hello must be a text'],
  [{ ...en, lines: 'x' }, 'lines must be a list'],
  [{ ...en, count: { two: 'x' } }, 'count must have plural forms'],
])('the German file %j is rejected', async (de, message) => {
  await expect(build({ en, de })).rejects.toThrow(message)
})

test('a missing English file is an error', async () => {
  await expect(build({ de: en })).rejects.toThrow('en.json is missing')
})
