import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import slugify from '@sindresorhus/slugify'
import chardet from 'chardet'
import { build } from 'esbuild'
import { parse } from 'parse5'
import { expect, test } from 'vitest'
import { isScalar, parseDocument } from 'yaml'
import { bundleOptions } from '../../build/lambdas.ts'
import {
  sharedEntities,
  shortenPrivateNames,
  withEnumValues,
  withFormats,
  withLazyPattern,
  withoutErrorCodes,
  withoutPlainErrors,
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

test('image-size keeps the formats that are not switched off', () => {
  const source = readFileSync('node_modules/image-size/dist/index.mjs', 'utf8')
  const code = withFormats(source, ['gif', 'png'])
  expect([...code.matchAll(/^ {2}\["([\w-]+)", [A-Z0-9]+\]/gm)].map(([, name]) => name)).toEqual(['gif', 'png'])
  expect(() => withFormats(source, ['gif', 'unknown'])).toThrow('another list of formats')
})

test('the entities that markdown-it shares with parse5 are decoded in the same way', async () => {
  const own = createRequire(createRequire(import.meta.url).resolve('markdown-it'))('entities')
  const shared = await import(sharedEntities)
  const text =
    '&amp; &AMP; &copy &copy; &NotEqualTilde; &#x1F600; &#0; &#xD800; &#128; &nosuch; &amp;amp; &zwnj; &fjlig;'
  expect(shared.decodeHTMLStrict(text)).toBe(own.decodeHTMLStrict(text))
  expect(shared.decodeHTMLStrict('&copy;')).toBe('©')
})

test('parse5 loses only the reports of mistakes', () => {
  const code = 'if (a) { this._err(ERR.x); } p._err(token, ERR.y); case State.DATA: { this._stateData(cp); }'
  expect(withoutErrorCodes(code)).toBe('if (a) { ; } p._err(token, 0); case State.DATA: { this._stateData(cp); }')
})

test('the members of the enumerations of parse5 become their values, under whatever name they are imported', () => {
  const [ids, names] = [
    'export var TAG_ID;\n(function (TAG_ID) {\n    TAG_ID[TAG_ID["A"] = 1] = "A";\n})(TAG_ID || (TAG_ID = {}));\n',
    'export var TAG_NAMES;\n(function (TAG_NAMES) {\n    TAG_NAMES["B"] = "b";\n})(TAG_NAMES || (TAG_NAMES = {}));\n',
  ]
  const use =
    "import { TAG_ID as $, TAG_NAMES } from './html.js';\nf($.A, $$.A, $.C, x.$.A, TAG_NAMES.B, unicode.TAG_NAMES.B);"
  expect(withEnumValues(use, [ids, names])).toBe(
    'import { TAG_ID as $, TAG_NAMES } from \'./html.js\';\nf(1, $$.A, $.C, x.$.A, "b", "b");',
  )
  expect(withEnumValues(ids, [ids])).toBe('export var TAG_ID;\nTAG_ID = {};\n')
})

test('private names of parse5 stay apart', () => {
  const code = 'this._stateData(cp); this._stateDataEnd(cp); p._err(token);'
  expect(shortenPrivateNames(code, [code])).toBe('this._0(cp); this._1(cp); p._err(token);')
})

test('errors with members of their own keep their schemas', () => {
  const error = (name: string, members: string, schemas: string) =>
    `export var ${name}$ = [-3, n0, _${name},\n    { [_e]: _c },\n    [${members}],\n    [${schemas}]\n];\nn0_registry.registerError(${name}$, ${name});\n`
  const cancelled = error('TransactionCanceledException', '_M, _CRa', '0, () => CancellationReasonList')
  expect(withoutPlainErrors(error('LimitExceededException', '_m', '0') + cancelled)).toBe(cancelled)
  const registered = registeredErrors('dynamodb')
  expect(registered).toContain('ConditionalCheckFailedException')
  expect(registered).toContain('TransactionCanceledException')
  expect(registered).not.toContain('TableInUseException')
})

test('S3 keeps the errors that the stores recognize', () => {
  expect(registeredErrors('s3')).toEqual(expect.arrayContaining(['NoSuchBucket', 'NoSuchKey', 'NotFound']))
  expect(registeredErrors('s3')).not.toContain('TooManyParts')
})

function registeredErrors(client: string): readonly (string | undefined)[] {
  const path = `node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`
  const schemas = withoutPlainErrors(writeOutKeys(readFileSync(path, 'utf8')))
  return Array.from(schemas.matchAll(/n0_registry\.registerError\((\w+)\$/g), ([, name]) => name)
}

test('parse5 builds the same tree in a bundle', async () => {
  const bundled = await importBundled("export { parse } from 'parse5'")
  const html =
    '<!doctype html><p a=1 a=2>&notit; &#x80;<table><b>x<tr><td><!--x--!><svg><foreignobject viewbox=1><![CDATA[y]]></svg></b><math><annotation-xml encoding=text/html><p>z</math><frameset><select><optgroup><option>o</select><ruby><rt>r<template><td>t</template><dl><dt>d<dd>e</dl><pre>\n\nx</pre><a>1<a>2<i>3<p>4</i>5<textarea>\n</p><script>a<!--</script>'
  const pages = globSync('tests/golden/**/*.html').map((file) => readFileSync(file, 'utf8'))
  expect(pages.length).toBeGreaterThan(0)
  for (const page of [html, ...pages]) {
    expect(JSON.stringify(bundled.parse(page), withoutParents)).toBe(JSON.stringify(parse(page), withoutParents))
  }
})

test('slugs are the same in a bundle', async () => {
  const bundled = await importBundled("export { default as slugify } from '@sindresorhus/slugify'")
  const letters = Array.from({ length: 0x3000 }, (_, code) => `a${String.fromCodePoint(code)}b`)
  for (const text of ['Straße & Ærø: Москва, Αθήνα, Đà Nẵng', 'ու', ...letters]) {
    expect(bundled.slugify(text)).toBe(slugify(text))
  }
})

test('charsets are detected in the same way in a bundle', async () => {
  const bundled = await importBundled("export { default as chardet } from 'chardet'")
  const random = Array.from({ length: 5000 }, (_, index) => 32 + ((index * index * 31 + index * 17) % 224))
  const samples = [
    Buffer.from('Le facteur a passé à huit heures, à côté de la forêt; voilà tout.', 'latin1'),
    Buffer.from('cfeef7f2e020f3f8ebe020e220e2eef1e5ecfc20f7e0f1eee22c20eae0ea20e2f1e5e3e4e02e', 'hex'), // windows-1251
    Buffer.from('94328c8e82cc97588d7382cd94aa8e9e82c98f6f82bd8142', 'hex'), // Shift_JIS
    Buffer.from('cad5bcfec8cbd4dab0cbb5e3d6d3c0ebbfaac1cba1a3', 'hex'), // GB 18030
    Buffer.from(random),
  ]
  for (const sample of samples) expect(bundled.chardet.analyse(sample)).toEqual(chardet.analyse(sample))
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
