import { describe, expect, test } from 'vitest'
import { parsePublication } from '../../../../core/publication.ts'
import { readMailing } from '../../../../core/reading/front-matter/read-mailing.ts'
import { readYaml } from '../../../../core/reading/front-matter/read-yaml.ts'
import { accepted, rules, publication as sample } from '../sample.ts'

const publication = parsePublication(
  JSON.stringify({
    ...JSON.parse(JSON.stringify({ ...sample, digests: undefined })),
    digests: {
      daily: { title: 'Daily digest', schedule: { every: 'day', at: '07:00' } },
      'the-week': {
        title: { en: 'The week', de: 'Die Woche' },
        schedule: { every: 'week', on: 'monday', at: '07:00' },
      },
    },
  }),
)
const read = (yaml: string) => readMailing(readYaml(yaml, 2).fields, publication)

test.each([
  ...['mail: alone', 'mail: Alone', 'mail: "alone"', 'Mail: ALONE', 'email: alone', 'send: alone', 'send_email: alone'],
  ...['mail: stand-alone', 'mail: on its own', 'mail: separately', 'mail: [alone]', 'params: { mail: alone }'],
])('%s: the article is mailed on its own', (yaml) => {
  expect(read(yaml)).toEqual({ mailing: { mail: 'alone' }, problems: [] })
})

test.each([
  ...[
    'mail: none',
    'mail: false',
    'mail: no',
    'mail: "off"',
    'mail: nein',
    'mail: never',
    'mail: web only',
    'email: None',
  ],
  ...[
    'send: false',
    'should_send_email: false',
    'no-mail: true',
    'jetpack_dont_email_post_to_subs: 1',
    'digests: none',
  ],
  ...['digest: false', 'digests: []\nmail: none', 'mail: alone\nemail: none', 'digests: daily\nmail: no'],
])('%s: no digest has the article', (yaml) => {
  expect(read(yaml)).toMatchObject({ mailing: { mail: 'none' }, problems: [] })
})

test.each([
  ...[
    'title: T',
    'mail:',
    'mail: ""',
    'mail: ~',
    'mail: null',
    'mail: digest',
    'mail: yes',
    'mail: true',
    'send: true',
  ],
  ...[
    'email: ada@example.org',
    'email: "Ada <ada@example.org>"',
    'no_mail: false',
    'digests: all',
    'digests:',
    'digests: []',
  ],
  'jetpack_dont_email_post_to_subs: 0',
  ...[
    `digest: ${'0a1b'.repeat(16)}`,
    'digest: sha256-47DEQpj8HBSa+/TImW==',
    `digest: ${'A short summary. '.repeat(9)}`,
  ],
])('%s: every digest has the article', (yaml) => {
  expect(read(yaml)).toEqual({ mailing: {}, problems: [] })
})

test.each([
  ['digests: daily', ['daily']],
  ['digest: Daily', ['daily']],
  ['digests: [daily, the-week]', ['daily', 'the-week']],
  ['digests: daily, the-week, daily', ['daily', 'the-week']],
  ['digests:\n  - The Week', ['the-week']],
  ['digests: Die Woche', ['the-week']],
  ['digests: [{ name: daily }]', ['daily']],
])('%s: the article is for these digests', (yaml, digests) => {
  expect(read(yaml)).toEqual({ mailing: { digests }, problems: [] })
  expect(read(`${yaml}\nmail: alone`).mailing).toEqual({ mail: 'alone', digests })
})

describe('an unknown word has a problem that names its line and the permitted words', () => {
  test.each([
    'mail: alnoe',
    'mail: weekly',
    'mail: 2027-01-01',
    'email: [alone, daily]',
    'send: later',
    'mail: { a: b }',
  ])('%s', (yaml) => {
    const { problems } = read(`title: T\n${yaml}`)
    expect(problems).toMatchObject([{ rule: 'invalid-mail', line: 3, fix: expect.stringContaining('"alone"') }])
    expect(problems[0]?.fix).toContain('"none"')
  })

  test('of a digest', () => {
    expect(read('digests: [daily, the weak]').problems).toMatchObject([
      { rule: 'unknown-digest', message: 'There is no digest "the weak".', fix: 'Did you mean "the-week"?' },
    ])
    expect(read('digests: letters').problems).toMatchObject([{ fix: 'The digests are daily, the-week.' }])
  })
})

test('every format reads these fields', () => {
  const fields = '---\ntitle: T\ndate: 2026-01-01\nsummary: S\nmail: alone\ndigests: weekly\n---\n'
  for (const [name, text] of [
    ['a.md', `${fields}Text`],
    ['a.html', `${fields}<p>Text</p>`],
    ['a.txt', `${fields}Text`],
    ['b.md', '+++\ntitle = "T"\ndate = 2026-01-01\nsummary = "S"\nmail = "alone"\ndigests = ["weekly"]\n+++\nText'],
    ['c.md', 'Title: T\nDate: 2026-01-01\nSummary: S\nMail: alone\nDigests: weekly\n\nText'],
  ] as const) {
    const parsed = accepted(name, text)
    expect([name, parsed.manuscript.mail, parsed.manuscript.digests]).toEqual([name, 'alone', ['weekly']])
    expect(rules(parsed)).not.toContain('unknown-field')
  }
})
