import { expect, test } from 'vitest'
import { elementsOf, parseHtml } from '../support/html.ts'
import { openConsole } from './console-fixture.ts'
import { sampleIssue, sampleMail, sampleReceipt } from './samples.ts'

const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)></title></textarea></pre>&#0;\u0000\u001b\ufffe javascript:x`
const key = `articles/${evil}.md`
const problem = { rule: evil, severity: 'error' as const, line: 1, message: evil, fix: evil }
const content = [`Subject: ${evil}`, `X-Evil-${evil.replaceAll(/[\s:]/g, '')}: ${evil}`, '', evil].join('\r\n')

const contents = {
  receipts: [sampleReceipt({ key, title: evil, problems: [problem], state: 'rejected' })],
  issues: [sampleIssue({ title: evil })],
  mails: [
    { content, subject: evil, source: evil, destinations: [evil], tags: { [evil]: evil } },
    { content: sampleMail(evil, evil), id: evil, subject: evil, file: 'evil.eml' },
  ],
}
const pages = [
  '/',
  '/mail/',
  '/mail/mail-0/',
  '/mail/mail-0/?tab=headers',
  '/mail/mail-0/?tab=source',
  `/mail/${encodeURIComponent(evil)}/`,
  `/mail/${encodeURIComponent(evil)}/?tab=text`,
  '/articles/',
  `/articles/?state=${encodeURIComponent(evil.toWellFormed())}&q=${encodeURIComponent(evil.toWellFormed())}`,
  '/nothing',
]

test.each(pages)('foreign text never becomes markup: %s', async (path) => {
  const { read } = await openConsole(contents)
  const { tree, errors } = parseHtml(await read(path))
  expect(errors).toEqual([])
  expect(elementsOf(tree, 'img')).toEqual([])
  const scripts = elementsOf(tree, 'script').map(({ properties, children }) => [properties, children])
  const own = ['app', ...(path.startsWith('/articles/') ? ['drop-files'] : [])]
  expect(scripts).toEqual(own.map((name) => [{ src: `/scripts/${name}.js`, defer: true }, []]))
  const attributes = elementsOf(tree).flatMap(({ properties }) => Object.entries(properties))
  expect(attributes.filter(([name, value]) => /^on|^style$/i.test(name) || /^javascript:/.test(String(value)))).toEqual(
    [],
  )
})

test.each([
  ['/issues/', '/digests/'],
  ['/issues/daily/1/', '/digests/daily/1/'],
  ['/subscribers/', '/people/'],
])('the old address %s leads to %s', async (former, address) => {
  const { ask } = await openConsole()
  const answer = await ask(former)
  expect([answer.status, answer.headers.get('location')]).toEqual([301, address])
})

test('a page that the stack refuses to show names the action and the policy to ask for', async () => {
  const { ask, stack } = await openConsole()
  const refusal = Object.assign(new Error('User is not authorized to perform: dynamodb:Query'), {
    name: 'AccessDenied',
  })
  Object.assign(stack.issues, { list: () => Promise.reject(refusal) })
  const answer = await ask('/digests/')
  expect(answer.status).toBe(500)
  expect(await answer.text()).toMatch(/AWS refused dynamodb:Query\. Ask for the policy Operator/)
})
