import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { profileFiles } from 'cdk-loopback/credential-files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/test-stack.ts'

const command = path.resolve(import.meta.dirname, '../../cli/postrider.ts')

let postrider: TestStack
let empty = ''
beforeAll(async () => {
  postrider = await startTestStack()
  empty = await mkdtemp(path.join(tmpdir(), 'postrider-empty-'))
  await mkdir(path.join(empty, 'home'))
})
afterAll(async () => {
  await postrider?.close()
  await rm(empty, { recursive: true, force: true })
})

/** Runs the command in an empty folder with the profile of the local stack, as if it were an AWS account. */
function run(args: readonly string[], changes: Readonly<Record<string, string>> = {}) {
  const { credentials, config } = profileFiles(postrider.data)
  const env = {
    ...{ PATH: process.env.PATH ?? '', HOME: path.join(empty, 'home') },
    ...{ AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config, AWS_PROFILE: 'postrider' },
    AWS_EC2_METADATA_DISABLED: 'true',
    ...changes,
  }
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd: empty, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })
}

test('a stack is found by its name, from any folder, with the settings of AWS clients', async () => {
  await postrider.upload('articles/night-mail.md', '# Night mail\n\nIt left at eight.\n')
  await postrider.local.idle()
  const { code, stdout, stderr } = await run(['--stack', 'Postrider', '--json', 'receipts', 'articles/night-mail.md'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ state: 'published' })
})

test('the endpoint, the region and the profile may come from variables and options', async () => {
  const { code, stderr } = await run(['articles', '--region', 'us-east-1', '--profile', 'postrider'], {
    ...{ POSTRIDER_STACK: 'Postrider', AWS_ENDPOINT_URL: postrider.local.aws },
    ...{ AWS_CONFIG_FILE: path.join(empty, 'none'), AWS_PROFILE: 'other' },
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('what is missing is named', async () => {
  const answers = await Promise.all([
    run(['articles', '--stack', 'Postridr']),
    run(['articles', '--stack', 'Postrider'], { AWS_CONFIG_FILE: path.join(empty, 'none') }),
    run(['articles']),
  ])
  expect(answers.map(({ code }) => code)).toEqual([1, 2, 1])
  const [misspelt, placeless, unselected] = answers.map(({ stderr }) => stderr)
  expect(misspelt).toBe(
    'postrider: There is no stack Postridr in us-east-1. Did you mean Postrider? Stacks of Postrider in this account and region: Postrider.\n',
  )
  expect(placeless).toContain('No region is set')
  expect(unselected).toContain(`No Postrider is running on the data folder ${path.join(empty, '.postrider')}`)
})
