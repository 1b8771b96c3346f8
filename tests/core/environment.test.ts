import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type LambdaName,
  lambdaSettings,
  readSettings,
  type Settings,
  settingNames,
  writeSettings,
} from '../../core/environment.ts'

const names = Object.keys(settingNames)
const settings = Object.fromEntries(names.map((name) => [name, `value of ${name}`])) as Settings // every name
const lambdas = Object.keys(lambdaSettings) as LambdaName[] // the keys of the table

test('a Lambda reads exactly the settings that infra wrote for it', () => {
  const variables = writeSettings('ping-hub', settings)
  expect(variables).toEqual({ SITE_URL: 'value of siteUrl' })
  expect(readSettings('ping-hub', { ...variables, ISSUES_TABLE: 'x' })).toEqual({ siteUrl: 'value of siteUrl' })
})

test('one error names all missing variables', () => {
  const { SITE_URL, PLAN_QUEUE_URL, ...rest } = writeSettings('compose-issue', settings)
  expect(() => readSettings('compose-issue', rest)).toThrow('Missing environment variables: SITE_URL, PLAN_QUEUE_URL')
})

test('a setting that the stack may lack is undefined if it does', () => {
  const { pingQueueUrl, ...others } = settings
  const variables = writeSettings('publish-site', others)
  expect(variables).not.toHaveProperty('PING_QUEUE_URL')
  expect(readSettings('publish-site', variables).pingQueueUrl).toBeUndefined()
  expect(readSettings('publish-site', writeSettings('publish-site', settings)).pingQueueUrl).toBe(pingQueueUrl)
})

describe('each Lambda uses every setting that it gets', () => {
  // The opposite, using a setting that the Lambda does not get, is a type error.
  test.each(lambdas)('%s', (lambda) => {
    const files = globSync([`lambdas/${lambda}.ts`, `lambdas/${lambda}/**/*.ts`, 'lambdas/runtime/*.ts'])
    const code = files.map((file) => readFileSync(file, 'utf8')).join('\n')
    expect(lambdaSettings[lambda].filter((name) => !new RegExp(`settings\\.${name}\\b`).test(code))).toEqual([])
  })
})

test('every file in lambdas/ has its settings listed', () => {
  expect(
    globSync('lambdas/*.ts')
      .map((file) => file.slice('lambdas/'.length, -'.ts'.length))
      .sort(),
  ).toEqual([...lambdas].sort())
})
