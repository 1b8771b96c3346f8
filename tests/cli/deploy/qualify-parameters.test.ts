import { expect, test } from 'vitest'
import { qualifyParameters } from '../../../cli/deploy/qualify-parameters.ts'

test('a parameter is for the stack of the publication, not for that of its certificate', () => {
  const args = [
    '--parameters',
    'ProtectTables=true',
    '--parameters=SiteUrl=https://a.example/x=y',
    '--require-approval',
  ]
  expect(qualifyParameters(args, 'Gazette')).toEqual([
    ...['--parameters', 'Gazette:ProtectTables=true'],
    ...['--parameters=Gazette:SiteUrl=https://a.example/x=y', '--require-approval'],
  ])
})

test('a parameter that names its stack, and other options, stay as they are', () => {
  const args = ['--parameters', 'Other:SiteUrl=', '--parameters=Other:SiteUrl=', '--tags', 'a=b', 'x=y']
  expect(qualifyParameters(args, 'Gazette')).toEqual(args)
})
