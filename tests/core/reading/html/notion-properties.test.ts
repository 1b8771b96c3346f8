import { expect, test } from 'vitest'
import { accepted } from '../sample.ts'

const row = (kind: string, name: string, value: string) =>
  `<tr class="property-row property-row-${kind}"><th><span class="icon property-icon"></span>${name}</th><td>${value}</td></tr>`
const page = (...rows: readonly string[]) =>
  accepted(
    'a.html',
    `<title>Night mail</title><article class="page sans"><header><div class="page-header-icon"><span class=icon>🚂</span></div>
    <h1 class=page-title>Night mail</h1><p class=page-description></p><table class=properties><tbody>${rows.join('')}</tbody></table></header>
    <div class=page-body><p>The lamps were lit.</p></div></article>`,
  )

test('properties become metadata and are not part of the text', () => {
  const { manuscript, body } = page(
    row('created_time', 'Created', '<time>@January 2, 2026 10:00 AM</time>'),
    row(
      'multi_select',
      'Tags',
      '<span class="selected-value">rail</span><span class="selected-value">night mail</span>',
    ),
    row('person', 'Author', '<span class=user><img class="icon user-icon">Ada Byron</span>'),
    row('status', 'Status', '<span class="status-value"><div class="status-dot"></div>Published</span>'),
  )
  expect(manuscript).toMatchObject({
    ...{ title: 'Night mail', date: '2026-01-02T10:00:00.000Z', draft: false, authors: [{ name: 'Ada Byron' }] },
    topics: [{ name: 'rail' }, { name: 'night mail' }],
  })
  expect(JSON.stringify(body)).not.toMatch(/🚂|Created|rail/)
})

test.each([
  row('status', 'Status', '<span class="status-value">Draft</span>'),
  row('select', 'Stage', '<span class="selected-value">In progress</span>'),
  row('status', 'Estado', '<span class="status-value">Sin empezar</span>'),
  row('checkbox', 'Published', '<div class="checkbox checkbox-off"></div>'),
  row('checkbox', 'Private', '<div class="checkbox checkbox-on"></div>'),
])('%s keeps the page as a draft', (mark) => {
  const { manuscript, problems } = page(mark)
  expect(manuscript.draft).toBe(true)
  expect(problems.map(({ rule }) => rule)).toContain('held-back')
})

test('a checked box "Published" publishes', () => {
  expect(page(row('checkbox', 'Published', '<div class="checkbox checkbox-on"></div>')).manuscript.draft).toBe(false)
})
