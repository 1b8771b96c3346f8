import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { sharedEntities, withLazyPattern, writeOutKeys } from '../../build/slim-bundle.ts'

test('a computed key that names a string constant is written out', () => {
  const code = 'const _e = "error";\nconst _hE = "httpError";\nexport var X = [0, { [_e]: _c, [_hE]: 404 }];'
  expect(writeOutKeys(code)).toBe(
    'const _e = "error";\nconst _hE = "httpError";\nexport var X = [0, { "error": _c, "httpError": 404 }];',
  )
})

test('other computed keys stay, because their values are not known', () => {
  const code = 'const a = `x`;\nconst b = make();\nconst c = { [a]: 1, [b]: 2, [d]: 3 };'
  expect(writeOutKeys(code)).toBe(code)
})

test('the default pattern of transliterate is prepared at its first use', () => {
  const code = withLazyPattern(readFileSync('node_modules/@sindresorhus/transliterate/index.js', 'utf8'))
  expect(code).toContain('let pattern = defaultPattern ??= buildReplacementPattern(builtinReplacements);')
  expect(() => withLazyPattern('export default (text) => text')).toThrow('another default pattern')
})

test('the entities that markdown-it shares with parse5 are decoded in the same way', async () => {
  const own = createRequire(createRequire(import.meta.url).resolve('markdown-it'))('entities')
  const shared = await import(sharedEntities)
  const text =
    '&amp; &AMP; &copy &copy; &NotEqualTilde; &#x1F600; &#0; &#xD800; &#128; &nosuch; &amp;amp; &zwnj; &fjlig;'
  expect(shared.decodeHTMLStrict(text)).toBe(own.decodeHTMLStrict(text))
  expect(shared.decodeHTMLStrict('&copy;')).toBe('©')
})
