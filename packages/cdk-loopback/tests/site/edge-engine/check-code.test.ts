import { describe, expect, test } from 'vitest'
import { checkEdgeCode } from '../../../src/site/edge-engine/check-code.ts'

/** Lists the unsupported features of a body of the handler, without their lines. */
function unsupported(body: string, runtime: 'cloudfront-js-1.0' | 'cloudfront-js-2.0' = 'cloudfront-js-2.0'): string[] {
  const problems = checkEdgeCode(`function handler(event) {\n  ${body}\n}`, runtime)
  return problems.map((problem) => problem.replace(/^line 2: cloudfront-js-\d\.0 does not support /, ''))
}

test.each([
  'const { uri } = event.request',
  'const [first] = event.list',
  'event.list.map(([name]) => name)',
  'function f({ uri }) {}',
  'function f(a, ...[b]) {}',
])('%s is refused as destructuring', (code) => {
  expect(unsupported(code)).toContain('destructuring')
})

test.each([
  ['const f = (a = 1) => a', 'a default value'],
  ['f(...event.list); function f() {}', 'spread syntax'],
  ['const all = [...event.list]', 'spread syntax'],
  ['const copy = { ...event }', 'spread syntax'],
  ['class A {}', 'a class'],
  ['for (const each of event.list) {}', 'for…of'],
  ['const uri = event?.request', 'optional chaining'],
  ['const uri = event.uri ?? 1', '??'],
  ['event.uri ??= 1', '??='],
  ['event.uri **= 2', '**='],
  ['const tagged = event.tag`x`', 'a tagged template'],
  ['function* g() { yield 1 }', 'a generator'],
  ['const f = async () => 1', 'an async function that is not declared at the top level'],
  ['if (event) { function f() {} }', 'a function declaration inside a block'],
  ['const o = { event }', 'a shorthand property'],
  ['const o = { f() {} }', 'a method in an object literal'],
  ['const o = { [event.a]: 1 }', 'a computed property name'],
  ['try { event.f() } catch {}', 'catch without a parameter'],
  ['const n = 0b1', 'a binary or octal number'],
  ['const n = 1n', 'a BigInt'],
  ["const s = '\\u{61}'", '\\u{…}'],
  ['const s = `\\u{61}`', '\\u{…}'],
  ['const r = /a/u', 'the flags u of a regular expression'],
  ['const r = /(?<=a)b/', 'lookbehind in a regular expression'],
  ['const r = /\\p{L}/', '\\p{…} in a regular expression'],
  ['event.f(1,)', 'a comma before a closing parenthesis'],
  ['const f = (a,) => a', 'a comma before a closing parenthesis'],
  ['debugger', 'debugger'],
  ['setTimeout(event.f, 1)', 'setTimeout'],
  ["fetch('https://a.example')", 'fetch'],
  ["const crypto = require('crypto')", 'require'],
  ['const m = new Map()', 'Map'],
  ["const f = new Function('return 1')", 'Function'],
  ['const m = globalThis.Map', 'globalThis.Map'],
  ['const o = Object.fromEntries([])', 'Object.fromEntries'],
  ["const o = Object['groupBy']([])", 'Object.groupBy'],
  ['const a = Array.from([])', 'Array.from'],
  ['const a = event.list.flat()', 'the method flat'],
  ['const a = event.list.toSorted()', 'the method toSorted'],
  ["const c = 'a'.localeCompare('b')", 'the method localeCompare'],
  ["console.log('a', 'b')", 'console.log with several arguments'],
])('%s is refused: %s', (code, feature) => {
  expect(unsupported(code)).toEqual([feature])
})

test.each([
  `let n = 2 ** 3; var m = n; const s = \`\${n}\n\${\`\${m}\`}\`; return s`,
  'const f = (a, ...rest) => rest.concat(a); return f(1, 2)',
  'for (let i = 0; i < 3; i++) { if (i === 1) continue } for (const k in event) { break }',
  "outer: do { switch (event.a) { case 1: break outer; default: throw new Error('x') } } while (false)",
  'try { event.f() } catch (error) { return String(error) } finally { event.n = 1_000 }',
  'return /(?<year>\\d{4})(?!x)/gim.exec(event.a).groups.year',
  'const o = { get a() { return 1 }, "b": 2, c: [1, 2,], }; return o.a + delete o.b + typeof void 0',
  "return Object.keys(event).map((k) => k.padStart(3).replaceAll('a', 'b')).join('&').includes('x')",
  'return JSON.stringify([Math.max(1, 2), Date.now(), new Date().toISOString(), parseInt("1", 10), NaN, arguments.length])',
  'const store = { get: (k) => k, at: (k) => k }; return store.at(store.get(1))',
  'return Object.prototype.hasOwnProperty.call(event, "a") && Promise.resolve(1).then(String)',
  'console.log("a")',
])('%s is accepted', (code) => {
  expect(unsupported(code)).toEqual([])
})

test('async functions are declared at the top level and awaited outside of arguments', () => {
  const check = (statement: string) =>
    checkEdgeCode(`async function read() {}\nasync function handler() {\n${statement}\n}`, 'cloudfront-js-2.0')
  expect(check('const a = await read()')).toEqual([])
  expect(check('JSON.stringify(await read())')).toEqual([
    'line 3: cloudfront-js-2.0 does not support await in an argument',
  ])
})

describe('the whole code', () => {
  const handler = 'function handler() {}'

  test('has at most 10 KB', () => {
    const padded = (bytes: number) => checkEdgeCode(handler.padEnd(bytes), 'cloudfront-js-2.0')
    expect(padded(10_240)).toEqual([])
    expect(padded(10_241)).toEqual(['has 10241 bytes; CloudFront allows 10240'])
  })

  test('has a handler', () => {
    expect(checkEdgeCode('function main() {}', 'cloudfront-js-2.0')).toEqual(['has no function called handler'])
    expect(checkEdgeCode('const handler = (event) => event', 'cloudfront-js-2.0')).toEqual([])
  })

  test('parses, in strict mode and without modules', () => {
    const [syntax] = checkEdgeCode(`${handler}\nconst a = `, 'cloudfront-js-2.0')
    expect(syntax).toBe('line 2: Unexpected token')
    expect(checkEdgeCode(`${handler}\nwith (Math) {}`, 'cloudfront-js-2.0').join()).toMatch(/^line 2: .*strict/)
    expect(checkEdgeCode(`import a from 'cloudfront'\n${handler}`, 'cloudfront-js-2.0').join()).toMatch(
      /^line 1: .*module/,
    )
  })

  test('names several problems, each once', () => {
    const code = `${handler}\nconst a = [...[1]].flat(), { b } = [...[2]]`
    expect(checkEdgeCode(code, 'cloudfront-js-2.0').map((each) => each.slice(8))).toEqual([
      'cloudfront-js-2.0 does not support the method flat',
      'cloudfront-js-2.0 does not support spread syntax',
      'cloudfront-js-2.0 does not support destructuring',
    ])
  })
})

test.each([
  ['const a = 1', 'const'],
  ['let a', 'let'],
  ["return 'a'.replaceAll('a', 'b')", 'the method replaceAll'],
  ['return Promise.all([])', 'Promise.all'],
  ['return 1_000', 'a numeric separator'],
  ['return /a/y', 'the flags y of a regular expression'],
])('runtime 1.0 lacks what is new in 2.0: %s', (code, feature) => {
  expect(unsupported(code, 'cloudfront-js-1.0')).toEqual([feature])
  expect(unsupported(code)).toEqual([])
})
