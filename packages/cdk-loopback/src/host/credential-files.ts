import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Credentials, longTermCredentials } from '../endpoint/identities.ts'
import { readIfThere } from './read-if-there.ts'

/** The files below a data folder that AWS clients read, and the profile in them. */
export type Profile = { readonly folder: string; readonly name: string }

/** Returns the paths of the files for AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE. */
export function profileFiles(folder: string): { readonly credentials: string; readonly config: string } {
  return { credentials: path.join(folder, 'credentials'), config: path.join(folder, 'config') }
}

/** Reads the credentials of a profile. Returns undefined if there are none. */
export function readCredentials({ folder, name }: Profile): Credentials | undefined {
  const values = readSection(readIfThere(profileFiles(folder).credentials) ?? '', name)
  const [accessKeyId, secretAccessKey] = [values.get('aws_access_key_id'), values.get('aws_secret_access_key')]
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
}

/** Returns the credentials of a profile: `given` ones, those of the last start, or new ones. Stores them beside others. */
export function keepCredentials(profile: Profile, given: Credentials | undefined): Credentials {
  const stored = readCredentials(profile)
  const credentials = given ?? stored ?? longTermCredentials()
  const { accessKeyId, secretAccessKey } = credentials
  if (stored?.accessKeyId === accessKeyId && stored.secretAccessKey === secretAccessKey) return credentials
  const keys = [`aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`]
  replaceSection(profileFiles(profile.folder).credentials, profile.name, keys)
  return credentials
}

/**
 * Writes where the endpoint is. Clients use path-style addresses, because names below 127.0.0.1 do not resolve, and
 * Signature Version 4, because older ones still presign URLs with version 2.
 */
export function writeConfig(
  { folder, name }: Profile,
  endpoint: { readonly region: string; readonly url: string },
): void {
  const settings = [`region = ${endpoint.region}`, `endpoint_url = ${endpoint.url}`]
  const s3 = ['s3 =', '    addressing_style = path', '    signature_version = s3v4']
  replaceSection(profileFiles(folder).config, name === 'default' ? name : `profile ${name}`, [...settings, ...s3])
}

/** Replaces a section of a file that only its owner may read, or adds it at the end. */
function replaceSection(file: string, name: string, lines: readonly string[]): void {
  const section = [`[${name}]`, ...lines].map((line) => `${line}\n`).join('')
  const sections = (readIfThere(file) ?? '').split(/^(?=\[)/m).filter((each) => each !== '')
  const at = sections.findIndex((each) => each.startsWith(`[${name}]`))
  const text = at < 0 ? [...sections, section].join('') : sections.with(at, section).join('')
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function readSection(text: string, name: string): Map<string, string> {
  const values = new Map<string, string>()
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1]?.trim() ?? section
    const [, key, value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key !== undefined && section === name) values.set(key, value)
  }
  return values
}
