import { describe, expect, test } from 'vitest'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { sanitizeBody } from '../../../core/html/sanitize-body.ts'
import { serializeTree } from '../../../core/html/serialize-tree.ts'
import { isOpaqueWrapper, unwrapLink } from '../../../core/html/unwrap-link.ts'
import { accepted, rules } from '../reading/sample.ts'

const target = 'https://example.org/a?b=c&d=e#f'
const encoded = encodeURIComponent(target)
const token = btoa(JSON.stringify({ e: target, p: 1 }))
  .replaceAll('+', '-')
  .replaceAll('/', '_')
  .replaceAll('=', '')

test.each([
  `https://www.google.com/url?q=${encoded}&sa=D&source=editors&ust=1&usg=x`,
  `http://google.co.uk/url?sa=t&url=${encoded}`,
  `https://medium.com/r/?url=${encoded}`,
  `https://l.facebook.com/l.php?u=${encoded}&h=AT0`,
  `https://l.instagram.com/?u=${encoded}&e=x`,
  `https://t.umblr.com/redirect?z=${encoded}&t=x`,
  `https://slack-redir.net/link?url=${encoded}`,
  `https://www.linkedin.com/redir/redirect?url=${encoded}&urlhash=x`,
  `https://eur02.safelinks.protection.outlook.com/?url=${encoded}&data=05%7C01&reserved=0`,
  `https://urldefense.proofpoint.com/v2/url?u=${encoded.replaceAll('%', '-')}&d=DwMF&c=x`,
  `https://urldefense.com/v3/__https://example.org/a?b=c&d=e*f__;Iw!!abc!def$`,
  `https://href.li/?${target}`,
  `https://www.youtube.com/redirect?event=x&q=${encoded}`,
  `https://substack.com/redirect/2/${token}.signature`,
  `https://www.google.com/url?q=${encodeURIComponent(`https://slack-redir.net/link?url=${encoded}`)}`,
])('%s leads to its target', (wrapper) => {
  expect(unwrapLink(wrapper)).toBe(target)
})

test('runs of characters in Proofpoint addresses are restored', () => {
  const address = 'https://urldefense.com/v3/__https://example.org/**Bx__;w6nDqcO0w7Q!!a!b$'
  expect(unwrapLink(address)).toMatch(/^https:\/\/example\.org\/.+x$/)
})

describe('an address stays as it is', () => {
  test.each([
    'https://example.org/url?q=https://evil.example/',
    'https://www.google.com/search?q=https://example.org',
    'https://www.google.com/url?q=javascript:alert(1)',
    'https://www.google.com/url?q=data:text/html,x',
    'https://www.google.com/url?q=/maps',
    'https://www.google.com/url?q=https://',
    'https://medium.com/@ada/letters',
    'https://google.com.evil.example/url?q=https://example.org',
    'https://example.org/?utm_source=x',
    'https://web.archive.org/web/2020/https://example.org/',
    'https://substack.com/redirect/2/%%%',
    'https://href.li/?%E0%A4%A',
    'mailto:ada@example.org',
    '#note',
    '',
  ])('%s', (address) => {
    expect(unwrapLink(address)).toBe(address)
  })
})

test('every format links to the target', () => {
  const wrapper = `https://www.google.com/url?q=${encoded}&sa=D`
  const html = (key: string, text: string) => serializeTree(accepted(key, text).body)
  expect(html('a.md', `# T\n\n[x](${wrapper})\n`)).toContain(`href="${target.replaceAll('&', '&#x26;')}"`)
  const tree = parseHtml(`<p><a href="${wrapper.replaceAll('&', '&amp;')}">x</a>`)
  expect(serializeTree(sanitizeBody(tree))).toContain('href="https://example.org/a')
})

test('a redirect that only its service can resolve is reported', () => {
  const opaque = 'https://substack.com/redirect/0f8fad5b-d9cb-469f-a165-70867728950e?j=x'
  expect(isOpaqueWrapper(opaque)).toBe(true)
  expect(rules(accepted('a.md', `# T\n\n[x](${opaque})\n`))).toContain('redirect-link')
})
