import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import { parse } from 'parse5'
import { expect, test } from 'vitest'
import { isScalar, parseDocument } from 'yaml'
import { bundleOptions } from '../../build/lambdas.ts'
import {
  sharedEntities,
  withLazyPattern,
  withoutErrorCodes,
  withoutValues,
  writeOutKeys,
} from '../../build/slim-bundle.ts'

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

test('parse5 keeps its states apart and loses only the reports of mistakes', () => {
  const code =
    'if (a) { this._err(ERR.x); } p._err(token, ERR.y); case State.DATA: { this._stateData(cp); this._stateDataEnd(cp); }'
  expect(withoutErrorCodes(code)).toBe(
    'if (a) { ; } p._err(token, 0); case State.DATA: { this._s0(cp); this._s1(cp); }',
  )
})

test('parse5 builds the same tree in a bundle', async () => {
  const bundled = await importBundled("export { parse } from 'parse5'")
  const html =
    '<!doctype html><p a=1 a=2>&notit; &#x80;<table><b>x<tr><td><!--x--!><svg><![CDATA[y]]></svg></b><textarea>\n</p><script>a<!--</script>'
  expect(JSON.stringify(bundled.parse(html), withoutParents)).toBe(JSON.stringify(parse(html), withoutParents))
})

test('a module without values still has its exports', () => {
  expect(withoutValues('const a = 1, b = 2\nexport { a, b };\nexport { c };')).toBe(
    'export const a = undefined, b = undefined, c = undefined',
  )
})

test.each([
  'title: "Two\n  lines"\ntags: [a, ~, 012]\nmore:\n  - &x { name: no }\n  - *x\ntext: |\n  one\n\n  two\nfolded: >-\n  a\n  b',
  'title: Letters: a history\ntags: [a, b',
  'a: !!binary aGk=\nb: !!int 12\n<<: { c: d }\n? [k]\n: v # comment\nday: 2026-01-02',
  '\t- a\n@x: "\\x41\\q"\na: 1\na: 2',
])('yaml reads the same in a bundle: %j', async (text) => {
  const bundled = await importBundled("export { isScalar, parseDocument } from 'yaml'")
  const read = (yaml: { isScalar: typeof isScalar; parseDocument: typeof parseDocument }) => {
    const { contents, errors } = yaml.parseDocument(text, {
      schema: 'failsafe',
      resolveKnownTags: false,
      logLevel: 'silent',
      prettyErrors: false,
    })
    const texts = (node: unknown): unknown =>
      yaml.isScalar(node)
        ? [node.value, node.range]
        : typeof node === 'object' && node !== null && 'items' in node
          ? (node.items as Item[]).map((item) => ('key' in item ? [texts(item.key), texts(item.value)] : texts(item)))
          : String(node)
    return { contents: texts(contents), errors: errors.map(({ code, message, pos }) => ({ code, message, pos })) }
  }
  expect(read(bundled)).toEqual(read({ isScalar, parseDocument }))
})

/** An item of a YAML collection: a pair or a node. */
type Item = { readonly key?: unknown; readonly value?: unknown }

/** Bundles a module as for a Lambda, and imports it. */
async function importBundled(contents: string) {
  const { outputFiles } = await build({
    ...{ ...bundleOptions, banner: {}, write: false },
    stdin: { contents, resolveDir: '.' },
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.text ?? '').toString('base64')}`)
}

/** Nodes refer to their parents, and JSON has no cycles. */
function withoutParents(name: string, value: unknown): unknown {
  return name === 'parentNode' ? undefined : value
}
