import { expect, it } from 'vitest'
import { readSettings, settingNames, writeSettings } from '../../core/environment.ts'

const names = Object.keys(settingNames)
const settings = Object.fromEntries(names.map((name) => [name, `value of ${name}`])) as ReturnType<typeof readSettings> // every name

it('what infra writes, a Lambda reads', () => {
  expect(readSettings(writeSettings(settings))).toEqual(settings)
})

it('all missing variables are named at once', () => {
  const { SITE_URL, SEND_QUEUE_URL, ...rest } = writeSettings(settings)
  expect(() => readSettings(rest)).toThrow('Missing environment variables: SITE_URL, SEND_QUEUE_URL')
})
