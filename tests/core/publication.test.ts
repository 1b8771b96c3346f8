import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicationJsonSchema } from '../../build/json-schemas.ts'
import { configuredUrl, parsePublication } from '../../core/publication.ts'
import { PublicationError } from '../../core/publication-mistakes.ts'

const root = path.resolve(import.meta.dirname, '../..')
const minimal = {
  title: 'Gazette',
  description: 'Letters.',
  tag: 'gazette.example.org,2026',
  sender: { name: 'Gazette', address: 'gazette@example.org' },
  postalAddress: '1 Mail Coach Lane, Bath',
}
const domain = { name: 'news.example.org', hostedZone: 'Z0123456789ABCDEFGHIJ' }
const digest = { title: 'D', schedule: { every: 'minute' } }
const mistakesOf = (value: unknown): readonly string[] => {
  try {
    parsePublication(typeof value === 'string' ? value : JSON.stringify(value))
    return []
  } catch (error) {
    if (error instanceof PublicationError) return error.mistakes
    throw error
  }
}

describe('publication.json', () => {
  it('has an identity that the stack creates, unless it says that SES has one', () => {
    const { sender } = parsePublication(JSON.stringify(minimal))
    expect(sender).toMatchObject({ identity: 'create', mailFrom: 'bounces' })
    const own = { ...minimal, sender: { ...minimal.sender, identity: 'exists', mailFrom: 'mail-2' } }
    expect(parsePublication(JSON.stringify(own)).sender).toMatchObject({ identity: 'exists', mailFrom: 'mail-2' })
  })

  it('has five required fields and defaults for the others', () => {
    const publication = parsePublication(JSON.stringify(minimal))
    expect(publication).toMatchObject({
      language: 'en',
      timeZone: 'UTC',
      feedWindow: 50,
      topics: [],
      stack: 'Postrider',
    })
    expect(configuredUrl(publication)).toBeUndefined()
    expect(Object.keys(publication.digests)).toEqual(['daily', 'weekly'])
  })

  it('may name digests freely', () => {
    const digests = { hourly: digest, 'the-week': digest, press: digest }
    const publication = parsePublication(JSON.stringify({ ...minimal, digests }))
    expect(Object.keys(publication.digests)).toEqual(['hourly', 'the-week', 'press'])
  })

  it('may translate titles, topics and sections', () => {
    const digests = { weekly: { ...digest, title: { en: 'The week', de: 'Die Woche' }, sections: [{ en: 'maps' }] } }
    const topics = [{ slug: 'maps', name: { 'en-GB': 'Maps', de: 'Karten' } }]
    const publication = parsePublication(JSON.stringify({ ...minimal, language: 'en-US', topics, digests }))
    expect(publication.digests.weekly?.title).toEqual({ en: 'The week', de: 'Die Woche' })
  })

  it('has addresses for replies that are one address each, and names of senders in its language', () => {
    const named = (settings: object) => ({ ...minimal, digests: { press: { ...digest, ...settings } } })
    const sender = (replyTo: string) => ({ ...minimal, sender: { ...minimal.sender, replyTo } })
    expect(mistakesOf(named({ from: { name: 'Letters' }, replyTo: 'letters@example.net' }))).toEqual([])
    expect(mistakesOf(sender('desk+letters@example.net'))).toEqual([])
    for (const address of [
      '',
      'letters',
      'a@b.example, c@d.example',
      'A <a@b.example>',
      'a@b.example\r\nBcc: c@d.example',
      'a@b.example\n',
    ]) {
      expect(mistakesOf(named({ replyTo: address })).join()).toMatch(/^digests.press.replyTo: use one e-mail address/)
      expect(mistakesOf(sender(address)).join()).toMatch(/^sender.replyTo: use one e-mail address/)
    }
    expect(mistakesOf(named({ from: { name: { de: 'Briefe' } } })).join()).toContain(
      'digests.press.from.name: add the text',
    )
    expect(mistakesOf(named({ from: { name: 'x', address: 'other@example.org' } })).join()).toContain('address')
  })

  it('has a logo and an icon in formats that mail programs show', () => {
    const logo = (url: string) => ({ ...minimal, logo: { url, width: 400, height: 100 } })
    const icon = (url: string) => ({ ...minimal, icon: url })
    for (const url of ['https://x.example/a.png', 'https://x.example/A.JPG?v=2', 'https://cdn.example/image/42']) {
      expect([...mistakesOf(icon(url)), ...mistakesOf(logo(url))]).toEqual([])
    }
    for (const name of ['a.svg', 'a.SVG?v=2', 'a.svgz', 'a.webp', 'favicon.ico']) {
      expect(mistakesOf(icon(`https://x.example/${name}`)).join()).toMatch(/^icon: use a PNG, JPEG or GIF image/)
      expect(mistakesOf(logo(`https://x.example/${name}`)).join()).toMatch(/^logo.url: use a PNG/)
    }
    expect(mistakesOf(icon('data:image/png;base64,iVBORw0KGgo=')).join()).toContain('use a full address')
    expect(mistakesOf({ ...minimal, logo: { url: 'https://x.example/a.png' } })).toEqual([
      'logo.width is missing',
      'logo.height is missing',
    ])
  })

  it('with several mistakes is rejected with one error that names them all', () => {
    const mistakes = mistakesOf({ ...minimal, title: '', siteUrl: 'gazette', timeZone: 'Mars/Olympus', colour: 'red' })
    expect(mistakes).toHaveLength(4)
    expect(mistakes.join('\n')).toMatch(/title: [\s\S]*siteUrl: [\s\S]*timeZone: [\s\S]*colour/)
  })

  it.each([
    ['not JSON', '{ "title": ', /not JSON/],
    ['a site address with a query', { ...minimal, siteUrl: 'https://a.example/?b' }, /siteUrl: .*without query/],
    ['a site address with a quote', { ...minimal, siteUrl: "https://a.example/'" }, /siteUrl: .*news\.example\.org/],
    ['a stack name that CloudFormation rejects', { ...minimal, stack: '2nd_gazette' }, /stack: .*letters, digits/],
    ['a stack name that is too long', { ...minimal, stack: 'a'.repeat(101) }, /stack: .*100/],
    ['a list', [], /expected object/],
    ['a language that is none', { ...minimal, language: 'en-aa-bb' }, /language: .*BCP 47/],
    [
      'a domain as the subdomain for bounces',
      { ...minimal, sender: { ...minimal.sender, mailFrom: 'bounces.example.org' } },
      /sender\.mailFrom: .*lower-case letters/,
    ],
    ['a tag without a year', { ...minimal, tag: 'example.org' }, /tag: .*example\.org,2026/],
    [
      'an hour that is none',
      { ...minimal, digests: { daily: { title: 'D', schedule: { every: 'day', at: '25:00' } } } },
      /digests\.daily\.schedule\.at: .*07:00/,
    ],
    [
      'more digests than an article can be pending for',
      { ...minimal, digests: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`d${n}`, digest])) },
      /^digests: use at most 10 digests$/,
    ],
    [
      'translations without the language of the publication',
      {
        ...minimal,
        topics: [{ slug: 'maps', name: { de: 'Karten' } }],
        digests: { weekly: { ...digest, title: { de: 'Die Woche' }, sections: [{ fr: 'Cartes' }] } },
      },
      /topics\.0\.name: add the text in .* "en"\n.*weekly\.title: add .*\n.*weekly\.sections\.0: add/,
    ],
    [
      'a translation into no language',
      { ...minimal, digests: { weekly: { ...digest, title: { en: 'The week', 'de_AT!': 'Die Woche' } } } },
      /digests\.weekly\.title: use a text of at most 100 characters, or one for each language/,
    ],
    [
      'more senders than half of the concurrency',
      { ...minimal, senders: 6 },
      /senders: use at most half of `concurrency`, which is 10; 6 senders need at least 12/,
    ],
    [
      'two digests of one name',
      JSON.stringify({ ...minimal, digests: { weekly: digest, daily: digest } }, undefined, 2).replace(
        'daily',
        'weekly',
      ),
      /^digests\.weekly: line \d\d sets it again; keep only one$/,
    ],
    [
      'a title that is set twice, and escaped once',
      JSON.stringify(minimal).replace('"description"', '"t\\u0069tle" : "G}azette","description"'),
      /^title: line 1 sets it again; keep only one$/,
    ],
    [
      'a setting that is set twice in a list',
      JSON.stringify({ ...minimal, topics: ['a', { slug: 'b', name: 'B' }] }).replace('"slug"', '"name":"C","slug"'),
      /^topics\.1\.name: line 1 sets it again/,
    ],
    [
      'a digest of a name that objects cannot have',
      JSON.stringify({ ...minimal, digests: { weekly: digest } }).replace('weekly', '__proto__'),
      /^digests\.__proto__: line 1 has a key that cannot be used/,
    ],
    [
      'an expression that EventBridge refuses',
      { ...minimal, digests: { weekly: { ...digest, schedule: { every: 'rule', cron: '0 7 ? * 2#1,2#3 *' } } } },
      /^digests\.weekly\.schedule\.cron: .* use "#" only once/,
    ],
    [
      'an unknown value in an own wording',
      { ...minimal, wording: { confirm: { text: 'Dear {name}, {digest}' }, goodbye: { subject: { de: '{x}' } } } },
      /^wording\.confirm\.text: \{name\} has no value; use \{publication\} or \{digest\}\nwording\.goodbye\.subject: \{x\}/,
    ],
    [
      'an own wording of another mail',
      { ...minimal, wording: { moved: { text: 'x' } } },
      /^wording: Unrecognized key: "moved"/,
    ],
    [
      'too long a wording',
      { ...minimal, wording: { welcome: { text: 'x'.repeat(601) } } },
      /^wording\.welcome\.text: .*600/,
    ],
    [
      'a wording that lacks the language of the publication',
      { ...minimal, wording: { welcome: { heading: { de: 'Hallo' } } } },
      /^wording\.welcome\.heading: add the text in the language of the publication, "en"/,
    ],
    ['less concurrency than any account has', { ...minimal, concurrency: 9 }, /concurrency: .*>=10/],
  ])('with %s is rejected with a clear message', (_what, value, message) => {
    expect(mistakesOf(value).join('\n')).toMatch(message)
  })

  it('has the domain as the address of its site, and then no other', () => {
    expect(configuredUrl(parsePublication(JSON.stringify({ ...minimal, domain })))).toBe('https://news.example.org')
    const mistakes = mistakesOf({ ...minimal, siteUrl: 'https://a.example', domain })
    expect(mistakes).toEqual([expect.stringMatching(/^siteUrl: leave it out/)])
    expect(mistakesOf({ ...minimal, domain: { hostedZone: domain.hostedZone } })).toEqual(['domain.name is missing'])
  })

  it.each(['https://a.example', 'http://127.0.0.1:4000/', 'https://a.example/news/'])(
    'may name the address %s, with or without a trailing slash',
    (siteUrl) => {
      const publication = parsePublication(JSON.stringify({ ...minimal, siteUrl }))
      expect(configuredUrl(publication)).toBe(siteUrl.replace(/\/$/, ''))
    },
  )

  it('in the project folder is valid, and its JSON Schema is up to date', () => {
    expect(mistakesOf(readFileSync(path.join(root, 'publication.json'), 'utf8'))).toEqual([])
    expect(readFileSync(path.join(root, 'publication.schema.json'), 'utf8')).toBe(publicationJsonSchema())
  })
})
