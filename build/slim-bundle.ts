import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'
import { packNumbers, packPairs } from './pack-tables.ts'

const root = path.dirname(import.meta.dirname)

/**
 * An esbuild plugin that leaves out of libraries what a Lambda never uses. It shortens a bundle by about 200 KB.
 *
 * - A Lambda's credentials are in its environment, so the providers for SSO, profiles, STS and instance metadata are not
 *   bundled.
 * - The schemas of unused operations contain keys such as `{ [_hH]: … }`. esbuild keeps a value with a computed key, even if
 *   nothing uses it, so each key is replaced with the string that it stands for.
 * - S3, DynamoDB and SQS have a class for each of their errors. An error of an unknown class has its name and message all the same, and
 *   nothing else is read from those that are left out.
 * - Nothing asks DynamoDB for its endpoints, so their cache is not used.
 * - No operation that is used has a stream of events. The code for them is loaded with `import()`, because of which esbuild would wrap
 *   every module that it shares with the rest of the SDK, and a cold start would take 10 % longer.
 * - No bucket has an access point in several regions, so requests are signed for one region.
 * - Node computes SHA-256 and SHA-1, so the SDK's own implementations are not used.
 * - Powertools keeps the state of a batch where concurrent invocations of one environment do not share it. There are none.
 * - The SDK parses the names of browsers only in browsers.
 * - The SDK reads nothing but the version from its own package.json.
 * - html-to-text contains a serializer with tables of all HTML entities, for formats that core/html/plain-text.ts does not use.
 * - markdown-it and parse5 have a table of all HTML entities each. They share that of parse5.
 * - parse5 reports mistakes of pages under long names, and nobody asks for them. Its enumerations become their values, and the names of
 *   its private methods become short.
 * - hast-util-sanitize brings its own copy of structuredClone, which Node has.
 * - feed writes XML, and so the parser in xml-js is not used.
 * - yaml gives Node CommonJS modules, which are slower to load and contain all of its schemas. For browsers it has the same code as
 *   ES modules. Its serializer is not used, nor are the schemas that turn texts into numbers, dates and so on.
 * - image-size reads twenty formats, and core/articles/picture.ts switches off all but five.
 * - transliterate prepares a pattern for each of its locales when it is loaded. Slugs use none of them (core/text/slug.ts). Its
 *   default pattern is prepared when a slug is first made.
 * - The tables of transliterate and chardet are packed.
 */
export const slimBundle: Plugin = {
  name: 'slim-bundle',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: path.join(root, 'aws', 'environment-credentials.ts'),
    }))
    build.onResolve({ filter: /^yaml$/ }, () => ({
      path: path.join(root, 'node_modules', 'yaml', 'browser', 'dist', 'index.js'),
    }))
    build.onResolve({ filter: /^entities$/ }, ({ importer }) =>
      importer.includes(path.join('node_modules', 'markdown-it', 'dist')) ? { path: sharedEntities } : undefined,
    )
    build.onLoad({ filter: /@aws-sdk.*schemas_\d+\.js$/ }, async ({ path: file }) => {
      const code = writeOutKeys(await readFile(file, 'utf8'))
      return { contents: /client-(?:s3|dynamodb|sqs)\b/.test(file) ? withoutPlainErrors(code) : code }
    })
    build.onLoad({ filter: /@aws-sdk.endpoint-cache.dist-es.index\.js$/ }, () => ({
      contents: 'export class EndpointCache {}',
    }))
    build.onLoad({ filter: /@smithy.core.dist-es.submodules.event-streams.index\.js$/ }, () => ({
      contents: eventStreams,
    }))
    build.onLoad({ filter: /@aws-sdk.signature-v4-multi-region.dist-es.SignatureV4MultiRegion\.js$/ }, () => ({
      contents:
        'export { SignatureV4SignWithCredentials as SignatureV4MultiRegion } from "./SignatureV4SignWithCredentials"',
    }))
    build.onLoad({ filter: /@smithy.core.dist-es.submodules.checksum.sha256.Sha256Js\.js$/ }, () => ({
      contents: 'export const Sha256Js = undefined',
    }))
    build.onLoad({ filter: /@aws-sdk.checksums.dist-es.submodules.sha.sha1.Sha1Js\.js$/ }, () => ({
      contents: 'export const Sha1Js = undefined',
    }))
    build.onLoad({ filter: /powertools.batch.lib.esm.BatchProcessingStore\.js$/ }, () => ({ contents: batchStore }))
    build.onLoad({ filter: /bowser.bowser\.mjs$/ }, () => ({ contents: 'export default undefined' }))
    build.onLoad({ filter: /@aws-sdk.*package\.json$/ }, async ({ path: file }) => {
      const { version } = JSON.parse(await readFile(file, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
    build.onLoad({ filter: /dom-serializer.lib.esm.index\.js$/ }, () => ({
      contents: 'export default undefined; export const render = undefined',
    }))
    build.onLoad({ filter: /@ungap.structured-clone.esm.index\.js$/ }, () => ({
      contents: 'export default globalThis.structuredClone',
    }))
    build.onLoad({ filter: /sax.lib.sax\.js$/ }, () => ({ contents: '' }))
    build.onLoad({ filter: /parse5.dist.common.error-codes\.js$/ }, () => ({
      contents: 'export const ERR = undefined',
    }))
    build.onLoad({ filter: /parse5.dist.(?:tokenizer|parser|common)\b.*\.js$/ }, async ({ path: file }) => ({
      contents: await shortenParse5(await readFile(file, 'utf8')),
    }))
    build.onLoad({ filter: /yaml.browser.dist.(?:stringify.\w+|parse.cst-\w+)\.js$/ }, async ({ path: file }) => ({
      contents: withoutValues(await readFile(file, 'utf8')),
    }))
    build.onLoad({ filter: /yaml.browser.dist.schema.tags\.js$/ }, () => ({ contents: failsafeTags }))
    build.onLoad({ filter: /image-size.dist.index\.mjs$/ }, async ({ path: file }) => ({
      contents: withFormats(await readFile(file, 'utf8'), ['gif', 'heif', 'jpg', 'png', 'webp']),
    }))
    build.onLoad({ filter: /@sindresorhus.transliterate.index\.js$/ }, async ({ path: file }) => ({
      contents: withLazyPattern(await readFile(file, 'utf8')),
    }))
    build.onLoad({ filter: /@sindresorhus.transliterate.locale-replacements\.js$/ }, () => ({
      contents: 'export default {}',
    }))
    build.onLoad({ filter: /@sindresorhus.transliterate.replacements\.js$/ }, async ({ path: file }) => {
      const { default: replacements } = await import(pathToFileURL(file).href)
      return { contents: packPairs(replacements) }
    })
    build.onLoad({ filter: /chardet.lib.encoding.[ms]bcs\.js$/ }, async ({ path: file }) => ({
      contents: packNumbers(await readFile(file, 'utf8')),
    }))
  },
}

/** Decodes HTML entities for parse5, and in bundles also for markdown-it. */
export const sharedEntities = path.join(root, 'node_modules', 'parse5', 'node_modules', 'entities', 'dist', 'decode.js')

/** The interface that clients without streams of events need. */
const eventStreams = `
export const resolveEventStreamSerdeConfig = (config) => config
export const eventStreamSerdeProvider = undefined
export const EventStreamSerde = undefined`

/** The interface that a batch processor needs. Each batch has a processor of its own. */
const batchStore = `export class BatchProcessingStore {
  ${['Records', 'Handler', 'Options', 'FailureMessages', 'SuccessMessages', 'BatchResponse', 'Errors']
    .map((name) => `get${name}() { return this.${name} } set${name}(value) { this.${name} = value }`)
    .join('\n  ')}
}`

/** The schema of YAML in which every value is a text, a sequence or a mapping. */
const failsafeTags = `
import { map } from './common/map.js'
import { seq } from './common/seq.js'
import { string } from './common/string.js'
export const coreKnownTags = {}
export const getTags = () => [map, seq, string]`

/** Returns a module that exports the same names, without values. */
export function withoutValues(code: string): string {
  const names = Array.from(code.matchAll(/^export \{([^}]*)\}/gm), ([, list = '']) =>
    list.trim().split(/\s*,\s*/),
  ).flat()
  return `export const ${names.join(', ')}`.replace(/(\w)(?=,|$)/g, '$1 = undefined')
}

/** Replaces the computed keys of object literals that name a string constant of the module. */
export function writeOutKeys(code: string): string {
  const constants = new Map(
    Array.from(code.matchAll(/^const (\w+) = ("[^"\\\n]*");$/gm), ([, name, text]) => [name, text]),
  )
  return code.replace(/\[(\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key))
}

const parse5 = path.join(root, 'node_modules', 'parse5', 'dist')

async function shortenParse5(code: string): Promise<string> {
  const files = ['common/html.js', 'common/token.js', 'common/unicode.js', 'tokenizer/index.js', 'parser/index.js']
  const sources = await Promise.all(files.map((file) => readFile(path.join(parse5, file), 'utf8')))
  const short = shortenPrivateNames(withEnumValues(withoutErrorCodes(code), sources), sources)
  const [left] = new RegExp(`(?<![\\w$.])(?:\\$|${enumerations.join('|')})\\.[A-Z_]+`).exec(short) ?? []
  if (left) throw new Error(`parse5 uses ${left} in a new way`)
  return short
}

const usedErrors: readonly string[] = ['NoSuchBucket', 'NoSuchKey', 'NotFound']

/** Removes the schemas of errors that have only a message, except those whose classes are imported in aws/. */
export function withoutPlainErrors(code: string): string {
  const plainError =
    /^export var (\w+)\$ = \[-3, n0, \w+,\n {4}\{[^}]*\},\n {4}\[(?:_m)?\],\n {4}\[0?\]\n\];\nn0_registry\.registerError\(\1\$, \1\);\n/gm
  return code.replace(plainError, (schema, name) => (usedErrors.includes(name) ? schema : ''))
}

/** Removes the reports of mistakes from a module of parse5. */
export function withoutErrorCodes(code: string): string {
  return code.replace(/\bthis\._err\(ERR\.\w+\);/g, ';').replace(/\bERR\.\w+/g, '0')
}

/** Enumerations of parse5. That of namespaces has long values, so it is not among them. */
const enumerations = ['CODE_POINTS', 'State', 'InsertionMode', 'TokenType', 'TAG_ID', 'TAG_NAMES', 'ATTRS']

/**
 * Replaces the members of parse5's enumerations with their values, and removes the enumerations.
 * @param sources modules that declare the enumerations
 */
export function withEnumValues(code: string, sources: readonly string[]): string {
  const member = /^ {4}(\w+)\[(?:\1\["(\w+)"\] = (-?\d+)\] = "\2"|"(\w+)"\] = ("[^"]*"));$/gm
  const values = new Map(
    sources.flatMap((source) =>
      Array.from(source.matchAll(member), ([, name, key, number, otherKey, text]) => [
        `${name}.${key ?? otherKey}`,
        number ?? text ?? '',
      ]),
    ),
  )
  return enumerations.reduce((text, name) => {
    const alias = new RegExp(`^(?:import \\{[^}]*\\b${name} as ([\\w$]+)|const ([\\w$]+) = ${name};)`, 'm').exec(text)
    const own = alias?.[1] ?? alias?.[2] ?? name
    const declaration = new RegExp(`^\\(function \\(${name}\\) \\{$[^]*?^\\}\\)\\(${name} \\|\\| .*$`, 'm')
    const use = new RegExp(`(?<![\\w$.])(?:unicode\\.)?(?:${name}|${own.replaceAll('$', '\\$')})\\.(\\w+)`, 'g')
    return text
      .replace(declaration, `${name} = {};`)
      .replace(use, (whole, key) => values.get(`${name}.${key}`) ?? whole)
  }, code)
}

/** Shortens the private names of parse5, in the same way in each of its modules. */
export function shortenPrivateNames(code: string, sources: readonly string[]): string {
  const names = [...new Set(sources.flatMap((source) => source.match(/\b_[a-z]\w{3,}/g) ?? []))].sort()
  const numbers = new Map(names.map((name, index) => [name, `_${index}`]))
  return code.replace(/\b_[a-z]\w{3,}/g, (name) => numbers.get(name) ?? name)
}

/** Keeps only some of the formats that image-size reads. */
export function withFormats(code: string, formats: readonly string[]): string {
  const entry = /^ {2}\["([\w-]+)", \w+\],?\n/gm
  const kept = code.replace(entry, (line, format) => (formats.includes(format) ? line : ''))
  if (kept.match(entry)?.length !== formats.length) throw new Error('image-size has another list of formats')
  return kept
}

/** Moves the preparation of transliterate's default pattern to its first use. */
export function withLazyPattern(code: string): string {
  const [declaration, use] = [
    'const defaultPattern = buildReplacementPattern(builtinReplacements);',
    '= defaultPattern;',
  ]
  if (!code.includes(declaration) || !code.includes(use)) throw new Error('transliterate has another default pattern')
  return code
    .replace(declaration, 'let defaultPattern;')
    .replace(use, '= defaultPattern ??= buildReplacementPattern(builtinReplacements);')
}
