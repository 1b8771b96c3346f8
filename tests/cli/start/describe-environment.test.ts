import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { describeEnvironment } from '../../../cli/start/describe-environment.ts'

test('the command names the files and the profile', () => {
  expect(describeEnvironment('/srv/.postrider')).toBe(
    'export AWS_SHARED_CREDENTIALS_FILE=/srv/.postrider/credentials AWS_CONFIG_FILE=/srv/.postrider/config AWS_PROFILE=postrider',
  )
})

test('a shell reads a folder of any name', () => {
  const folder = `/home/o'neil/my data $HOME`
  const command = `${describeEnvironment(folder)}; printf %s "$AWS_CONFIG_FILE"`
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(`${folder}/config`)
})
