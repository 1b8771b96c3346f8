import { expect, test } from 'vitest'
import { qualifyParameters } from '../../../cli/deploy/qualify-parameters.ts'

test('parameters are for the stack of the publication, not for that of its certificate', () => {
  const args = [
    '--require-approval',
    'never',
    '--parameters',
    'ProtectTables=true',
    '--parameters=SiteUrl=https://a.org:8443',
  ]
  expect(qualifyParameters(args, 'News')).toEqual([
    ...['--require-approval', 'never', '--parameters', 'News:ProtectTables=true'],
    '--parameters=News:SiteUrl=https://a.org:8443',
  ])
})

test('a parameter that names its stack stays as it is', () => {
  expect(qualifyParameters(['--parameters', 'Other:A=b'], 'News')).toEqual(['--parameters', 'Other:A=b'])
})
