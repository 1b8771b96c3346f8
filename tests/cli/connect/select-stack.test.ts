import { expect, test } from 'vitest'
import { selectStack } from '../../../cli/connect/select-stack.ts'

test('without options and variables, the local stack of .postrider is selected', () => {
  expect(selectStack({}, {})).toEqual({ kind: 'local', data: '.postrider' })
  expect(selectStack({}, { POSTRIDER_STACK: '', POSTRIDER_DATA: '' })).toEqual({ kind: 'local', data: '.postrider' })
})

test('a data folder selects a local stack, and an option counts more than a variable', () => {
  expect(selectStack({}, { POSTRIDER_DATA: 'x' })).toEqual({ kind: 'local', data: 'x' })
  expect(selectStack({ data: 'y', profile: 'editor' }, { POSTRIDER_DATA: 'x', POSTRIDER_STACK: 'News' })).toEqual({
    ...{ kind: 'local', data: 'y', profile: 'editor' },
  })
})

test('a name selects a deployed stack', () => {
  expect(selectStack({}, { POSTRIDER_STACK: 'News', POSTRIDER_DATA: 'x' })).toEqual({ kind: 'deployed', name: 'News' })
  expect(selectStack({ stack: 'Other', region: 'eu-west-1', profile: 'p' }, { POSTRIDER_STACK: 'News' })).toEqual({
    kind: 'deployed',
    name: 'Other',
    region: 'eu-west-1',
    profile: 'p',
  })
  expect(selectStack({ region: 'eu-west-1' }, { POSTRIDER_STACK: 'News' })).toMatchObject({ region: 'eu-west-1' })
})

test.each([
  [{ data: 'x', stack: 'News' }, 'Use one of them'],
  [{ stack: '' }, 'needs the name'],
  [{ region: 'eu-west-1' }, 'name it with --stack'],
])('contradictions are wrong arguments: %j', (options, message) => {
  expect(() => selectStack(options, {})).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  )
})
