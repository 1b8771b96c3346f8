import { profileFiles } from 'cdk-loopback/credential-files'
import { profile } from '../connect.ts'

/** Returns the command that points AWS clients at the local stack of a data folder, to paste into a shell. */
export function describeEnvironment(folder: string): string {
  const { credentials, config } = profileFiles(folder)
  const variables = [`AWS_SHARED_CREDENTIALS_FILE=${quote(credentials)}`, `AWS_CONFIG_FILE=${quote(config)}`]
  return `export ${variables.join(' ')} AWS_PROFILE=${profile}`
}

/** Quotes a path for a shell, if it needs that. */
export function quote(file: string): string {
  return /^[\w./:@%+-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`
}
