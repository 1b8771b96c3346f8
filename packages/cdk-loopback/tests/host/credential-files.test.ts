import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keepCredentials, profileFiles, readCredentials, writeConfig } from '../../src/host/credential-files.ts'

function openProfile(name = 'local') {
  const folder = mkdtempSync(path.join(tmpdir(), 'credential-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { folder, name }
}

const mode = (file: string) => statSync(file).mode & 0o777

test('the first start creates credentials, and later ones keep them', () => {
  const profile = openProfile()
  expect(readCredentials(profile)).toBeUndefined()
  const created = keepCredentials(profile, undefined)
  expect(created).toEqual({
    accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
    secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
  })
  expect(keepCredentials(profile, undefined)).toEqual(created)
  expect(readCredentials(profile)).toEqual(created)
  expect(keepCredentials(openProfile(), undefined)).not.toEqual(created)
})

test('given credentials replace the stored ones', () => {
  const profile = openProfile()
  keepCredentials(profile, undefined)
  const given = { accessKeyId: 'given', secretAccessKey: 'se=cr[e]t' }
  expect(keepCredentials(profile, given)).toEqual(given)
  expect(keepCredentials(profile, undefined)).toEqual(given)
})

test('the files have the form that AWS clients read, and only their owner may read them', () => {
  const profile = openProfile('app')
  const files = profileFiles(profile.folder)
  keepCredentials(profile, { accessKeyId: 'AKIA', secretAccessKey: 'secret' })
  writeConfig(profile, { region: 'us-east-1', url: 'http://127.0.0.1:4566' })
  expect(readFileSync(files.credentials, 'utf8')).toBe(
    '[app]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n',
  )
  expect(readFileSync(files.config, 'utf8')).toBe(
    '[profile app]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:4566\ns3 =\n    addressing_style = path\n    signature_version = s3v4\n',
  )
  expect([mode(files.credentials), mode(files.config)]).toEqual([0o600, 0o600])
})

test('several profiles share the files, and each keeps its keys', () => {
  const { folder, name } = openProfile('app')
  const files = profileFiles(folder)
  const first = keepCredentials({ folder, name }, undefined)
  const second = keepCredentials({ folder, name: 'other' }, undefined)
  const given = { accessKeyId: 'AKIA', secretAccessKey: 'secret' }
  keepCredentials({ folder, name }, given)
  expect(readFileSync(files.credentials, 'utf8')).toMatch(/^\[app\]\naws_access_key_id = AKIA\n[^[]*\[other\]\n[^[]*$/)
  expect(readCredentials({ folder, name: 'other' })).toEqual(second)
  expect(first).not.toEqual(second)
  for (const url of ['http://127.0.0.1:1', 'http://127.0.0.1:2'])
    for (const each of [name, 'other']) writeConfig({ folder, name: each }, { region: 'us-east-1', url })
  expect(readFileSync(files.config, 'utf8').match(/^\[.*|endpoint_url.*/gm)).toEqual([
    ...['[profile app]', 'endpoint_url = http://127.0.0.1:2'],
    ...['[profile other]', 'endpoint_url = http://127.0.0.1:2'],
  ])
  expect([mode(files.credentials), mode(files.config)]).toEqual([0o600, 0o600])
})

test('the default profile has no prefix in the config', () => {
  const profile = openProfile('default')
  writeConfig(profile, { region: 'us-east-1', url: 'http://127.0.0.1:1' })
  expect(readFileSync(profileFiles(profile.folder).config, 'utf8')).toMatch(/^\[default\]\n/)
})

test('keys of other profiles and incomplete keys are not used', () => {
  const profile = openProfile()
  const { credentials } = profileFiles(profile.folder)
  writeFileSync(
    credentials,
    '[other]\naws_access_key_id=a\naws_secret_access_key=b\n[local]\r\naws_access_key_id = c\r\n',
  )
  expect(readCredentials(profile)).toBeUndefined()
  writeFileSync(credentials, `${readFileSync(credentials, 'utf8')}aws_secret_access_key=d\r\n`)
  expect(readCredentials(profile)).toEqual({ accessKeyId: 'c', secretAccessKey: 'd' })
})
