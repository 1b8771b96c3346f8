import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { globals, prototypes, statics } from '../../../src/site/edge-engine/builtins.ts'
import { restrictBuiltins } from '../../../src/site/edge-engine/restrict-builtins.ts'

const context = createContext({ console: { log: () => {} } })
restrictBuiltins(runInContext('globalThis', context))
const run = (code: string): unknown => runInContext(code, context)

test.each(['[].flat', "'a'.localeCompare", "''.at", 'Object.fromEntries', 'Array.from', '[].keys', 'Object.groupBy'])(
  'a realm for edge functions has no %s',
  (expression) => {
    expect(run(`typeof ${expression}`)).toBe('undefined')
  },
)

test.each(['Map', 'Set', 'Function', 'eval', 'Proxy', 'Reflect', 'Intl', 'BigInt', 'WebAssembly', 'escape'])(
  'a realm for edge functions has no global %s',
  (name) => {
    expect(run(`typeof globalThis['${name}']`)).toBe('undefined')
  },
)

test('what AWS lists is there', () => {
  const missing = [...globals].filter((name) => name !== 'arguments' && run(`!('${name}' in globalThis)`))
  const properties = Object.entries(statics).flatMap(([name, own]) => own.map((property) => `${name}.${property}`))
  const methods = Object.entries(prototypes).flatMap(([name, own]) =>
    own.map((method) => `${constructors[name] ?? name}.prototype.${method}`),
  )
  expect(missing).toEqual([])
  expect(
    [...properties, ...methods].filter((path) => !run(`'${path.split('.').at(-1)}' in ${parentOf(path)}`)),
  ).toEqual([])
})

const constructors: Readonly<Record<string, string>> = { TypedArray: 'Int8Array', Function: '(() => 1).constructor' }

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'))
}

test('what remains works', () => {
  expect(run("/(?<a>b)/gi.exec('aB').groups.a + 'a,b'.split(/,/).map((x) => x.repeat(2)).join('')")).toBe('Baabb')
  expect(run("'a'.toString() + (1).toString() + [1, 2] + JSON.stringify(JSON.parse('{\"a\":[1]}'))")).toBe(
    'a11,2{"a":[1]}',
  )
  expect(() => run('new Error("x").stack.length.foo.bar')).toThrow(/foo|bar/)
})
