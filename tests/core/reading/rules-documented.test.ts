import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const documented = new Set(
  [...(readFileSync('docs/formats.md', 'utf8').split('### Rules')[1] ?? '').matchAll(/^\|(.*?)\|/gm)].flatMap(
    ([, cell = '']) => [...cell.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, rule = '']) => rule),
  ),
)

/** Rules in the sources: the first argument of each call that reports a problem. */
const sources = globSync('core/{text,html,reading,articles}/**/*.ts').map((file) => readFileSync(file, 'utf8'))
const reported = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/\b(?:error|warning)\(\s*['`]([^'`]+)['`]/g)].map(([, rule = '']) => rule),
  ),
)

test('docs/formats.md lists exactly the rules that the code reports', () => {
  const expected = [...reported].flatMap((rule) =>
    rule.includes('${') ? ['too-many-topics', 'too-many-authors'] : [rule],
  )
  expect([...documented].sort()).toEqual(expected.sort())
})
