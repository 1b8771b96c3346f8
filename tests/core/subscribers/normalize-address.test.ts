import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeAddress } from '../../../core/subscribers/normalize-address.ts'

const long = (count: number) => 'a'.repeat(count)
const refused = undefined

test.each<[what: string, typed: string, normal: string | undefined]>([
  ['plain', 'ada@example.org', 'ada@example.org'],
  ['space around', '  ada@example.org\t\n', 'ada@example.org'],
  ['no-break space around', '\u00a0ada@example.org\u00a0', 'ada@example.org'],
  ['a byte order mark before', '\ufeffada@example.org', 'ada@example.org'],
  ['domain in capitals', 'ada@EXAMPLE.Org', 'ada@example.org'],
  ['local part in capitals', 'Ada.Lovelace@example.org', 'Ada.Lovelace@example.org'],
  ['plus tag', 'ada+news@example.org', 'ada+news@example.org'],
  ['plus tag only', '+@example.org', '+@example.org'],
  ['dots inside', 'a.d.a@example.org', 'a.d.a@example.org'],
  ['one letter', 'a@example.org', 'a@example.org'],
  ['digits', '1815@example.org', '1815@example.org'],
  ['apostrophe', "o'hara@example.org", "o'hara@example.org"],
  ['every sign that HTML allows', "!#$%&'*+/=?^_`{|}~-@example.org", "!#$%&'*+/=?^_`{|}~-@example.org"],
  ['hyphens at the ends of the local part', '-ada-@example.org', '-ada-@example.org'],
  ['underscores', '__init__@example.org', '__init__@example.org'],
  ['subdomains', 'ada@mail.eu.example.org', 'ada@mail.eu.example.org'],
  ['digits and hyphens in the domain', 'ada@3-com.example', 'ada@3-com.example'],
  ['number for a subdomain', 'ada@1.example', 'ada@1.example'],
  ['long top-level domain', 'ada@example.photography', 'ada@example.photography'],
  ['IDN', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['IDN in capitals', 'ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
  ['IDN, decomposed', 'ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
  ['IDN in ASCII already', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ['IDN, sharp s', 'ada@straße.de', 'ada@xn--strae-oqa.de'],
  ['IDN, Cyrillic', 'ada@пример.рф', 'ada@xn--e1afmkfd.xn--p1ai'],
  ['IDN, Japanese', 'ada@例え.jp', 'ada@xn--r8jz45g.jp'],
  ['IDN, Arabic', 'ada@عربي.example', 'ada@xn--ngbrx4e.example'],
  ['full-width domain', 'ada@ｅxample.org', 'ada@example.org'],
  ['ideographic full stop', 'ada@example。org', 'ada@example.org'],
  ['soft hyphen in the domain, invisible', 'ada@exa\u00admple.org', 'ada@example.org'],
  ['64 octets before the @', `${long(64)}@example.org`, `${long(64)}@example.org`],
  ['label of 63', `ada@${long(63)}.org`, `ada@${long(63)}.org`],
  ['254 in all', `${long(60)}@${`${long(62)}.`.repeat(3)}orgg`, `${long(60)}@${`${long(62)}.`.repeat(3)}orgg`],

  ['empty', '', refused],
  ['spaces', '   ', refused],
  ['no @', 'ada.example.org', refused],
  ['only @', '@', refused],
  ['nothing before @', '@example.org', refused],
  ['nothing after @', 'ada@', refused],
  ['two @', 'ada@home@example.org', refused],
  ['@ twice in a row', 'ada@@example.org', refused],
  ['two addresses, comma', 'ada@example.org,eve@example.org', refused],
  ['two addresses, semicolon', 'ada@example.org; eve@example.org', refused],
  ['two addresses, space', 'ada@example.org eve@example.org', refused],
  ['display name', 'Ada <ada@example.org>', refused],
  ['angle brackets', '<ada@example.org>', refused],
  ['comment', 'ada(work)@example.org', refused],
  ['mailto', 'mailto:ada@example.org', refused],
  ['quoted local part', '"ada lovelace"@example.org', refused],
  ['quoted local part without need', '"ada"@example.org', refused],
  ['quoted @', '"ada@home"@example.org', refused],
  ['space in the local part', 'ada lovelace@example.org', refused],
  ['space in the domain', 'ada@exam ple.org', refused],
  ['dot at the start', '.ada@example.org', refused],
  ['dot before @', 'ada.@example.org', refused],
  ['two dots', 'ada..lovelace@example.org', refused],
  ['backslash', 'ada\\@example.org', refused],
  ['backslash in the domain', 'ada@example.org\\eve', refused],
  ['non-ASCII local part', 'аda@example.org', refused],
  ['umlaut in the local part', 'jörg@example.org', refused],
  ['emoji', '💌@example.org', refused],
  ['full-width local part', 'ａda@example.org', refused],
  ['zero-width space in the local part', 'a\u200bda@example.org', refused],
  ['no dot in the domain', 'ada@localhost', refused],
  ['dot before the domain', 'ada@.example.org', refused],
  ['dot after the domain', 'ada@example.org.', refused],
  ['two dots in the domain', 'ada@example..org', refused],
  ['hyphen before a label', 'ada@-example.org', refused],
  ['hyphen after a label', 'ada@example-.org', refused],
  ['underscore in the domain', 'ada@exam_ple.org', refused],
  ['IPv4', 'ada@127.0.0.1', refused],
  ['IPv4 in hexadecimal', 'ada@0x7f.1', refused],
  ['IPv4 as one number', 'ada@2130706433', refused],
  ['IP literal', 'ada@[127.0.0.1]', refused],
  ['IPv6 literal', 'ada@[IPv6:::1]', refused],
  ['number for a top-level domain', 'ada@example.123', refused],
  ['port', 'ada@example.org:25', refused],
  ['path', 'ada@example.org/evil', refused],
  ['query', 'ada@example.org?bcc=eve@example.net', refused],
  ['query without @', 'ada@example.org?subject=hi', refused],
  ['fragment', 'ada@example.org#top', refused],
  ['percent-encoded domain', 'ada@ex%61mple.org', refused],
  ['percent-encoded line break in the domain', 'ada@example.org%0d%0abcc', refused],
  ['header injection', 'ada@example.org\r\nBcc: eve@example.net', refused],
  ['header injection without @', 'ada@example.org\r\nSubject:x', refused],
  ['line break before @', 'ada\r\n@example.org', refused],
  ['line break in the domain', 'ada@exam\nple.org', refused],
  ['tab in the domain', 'ada@exam\tple.org', refused],
  ['NUL in the local part', 'ada\0@example.org', refused],
  ['NUL in the domain', 'ada@example.org\0.net', refused],
  ['DEL', 'ada\x7f@example.org', refused],
  ['escape sequence', '\x1b[31mada@example.org', refused],
  ['line separator', 'ada@example.org\u2028Bcc', refused],
  ['right-to-left override', 'ada@exam\u202eple.org', refused],
  ['lone surrogate in the local part', '\ud800@example.org', refused],
  ['lone surrogate in the domain', 'ada@\ud800.org', refused],
  ['replacement character, left by broken UTF-8', 'ada@b\ufffdcher.example', refused],
  ['markup', '<script>alert(1)</script>@example.org', refused],
  ['65 octets before the @', `${long(65)}@example.org`, refused],
  ['label of 64', `ada@${long(64)}.org`, refused],
  ['255 in all', `${long(61)}@${`${long(62)}.`.repeat(3)}orgg`, refused],
  ['a hundred thousand letters', `${long(100_000)}@example.org`, refused],
  ['a domain of ten thousand labels', `ada@${'a.'.repeat(10_000)}org`, refused],
])('an address with %s: %j becomes %j', (_what, typed, normal) => {
  expect(normalizeAddress(typed)).toBe(normal)
})

test('a normalized address has one @, no character that ends a header, and normalizing it again changes nothing', () => {
  const domain = fc.stringMatching(/^[a-zäß-]{1,9}\.(org|рф|example)$/)
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(
        fc.string({ unit: 'binary', maxLength: 5 }),
        fc.emailAddress(),
        fc.string({ unit: 'binary', maxLength: 5 }),
      )
      .map((parts) => parts.join('')),
    fc.tuple(fc.stringMatching(/^[a-z.+'-]{1,9}$/), domain).map((parts) => parts.join('@')),
  )
  fc.assert(
    fc.property(typed, (text) => {
      const address = normalizeAddress(text)
      fc.pre(address !== undefined)
      expect(address).toMatch(/^[!-?A-~]+@[a-z0-9.-]+$/)
      expect(normalizeAddress(address)).toBe(address)
    }),
    { numRuns: 500 },
  )
})
