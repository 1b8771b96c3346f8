import { isIP } from 'node:net'
import { createViewerReader } from 'cdk-loopback/viewer-address'
import { shortestPassword } from '../../console/frame/password.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { readUrl } from '../arguments.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** Who reaches the site and the console of a local stack. */
export type StackAccess = {
  /** IP address on which both listen; undefined for loopback. */
  readonly bind: string | undefined
  /** Without a trailing slash; undefined for the local address. */
  readonly publicUrl: string | undefined
  readonly consoleUrl: string | undefined
  readonly consolePassword: string | undefined
  readonly trustedProxies: readonly string[]
}

export type AccessOptions = {
  readonly bind?: string
  readonly publicUrl?: string
  readonly consoleUrl?: string
  readonly trustedProxies?: string
}

/**
 * Reads who reaches a local stack from options and, without them, from the environment. A console that other machines
 * could reach needs a password. @throws {CommandFailure}
 */
export function readAccess(options: AccessOptions, variables: Variables): StackAccess {
  const bind = readAddress(options.bind ?? variables.POSTRIDER_BIND)
  const publicUrl = readRoot(
    options.publicUrl ?? variables.POSTRIDER_PUBLIC_URL,
    '--public-url or POSTRIDER_PUBLIC_URL',
  )
  const consoleName = '--console-url or POSTRIDER_CONSOLE_URL'
  const consoleUrl = readRoot(options.consoleUrl ?? variables.POSTRIDER_CONSOLE_URL, consoleName)
  const consolePassword = readPassword(variables)
  const exposed = bind !== undefined ? '--bind or POSTRIDER_BIND' : isElsewhere(consoleUrl) ? consoleName : undefined
  if (exposed !== undefined && consolePassword === undefined) {
    const why = `Because of ${exposed}, other machines could reach the console, which has no password.`
    throw new CommandFailure(
      `${why} Set POSTRIDER_CONSOLE_PASSWORD to one of ${shortestPassword} or more characters.`,
      2,
    )
  }
  const trustedProxies = readProxies(options.trustedProxies ?? variables.POSTRIDER_TRUSTED_PROXIES)
  return { bind, publicUrl, consoleUrl, consolePassword, trustedProxies }
}

/** Reads the password of the console. @throws {CommandFailure} if it is short */
export function readPassword({ POSTRIDER_CONSOLE_PASSWORD: password }: Variables): string | undefined {
  if (!password) return undefined
  if (password.length >= shortestPassword) return password
  throw new CommandFailure(`POSTRIDER_CONSOLE_PASSWORD needs ${shortestPassword} characters or more.`, 2)
}

/** Returns undefined for loopback, the default. */
function readAddress(text: string | undefined): string | undefined {
  if (!text || text === 'localhost' || text === '127.0.0.1') return undefined
  if (isIP(text) !== 0) return text
  const examples = '0.0.0.0 for all addresses of this machine, or one of them'
  throw new CommandFailure(`${text} is not an IP address: --bind (or POSTRIDER_BIND) takes ${examples}.`, 2)
}

/** Reads the address of a whole server. */
function readRoot(text: string | undefined, name: string): string | undefined {
  if (!text) return undefined
  const { pathname, search, hash, username } = new URL(readUrl(text, name))
  if (pathname === '/' && `${search}${hash}${username}` === '') return text.replace(/\/+$/, '')
  throw new CommandFailure(
    `${text} has more than a host: ${name} takes an address such as https://news.example.org.`,
    2,
  )
}

function isElsewhere(url: string | undefined): boolean {
  return url !== undefined && !['127.0.0.1', 'localhost'].includes(new URL(url).hostname)
}

function readProxies(text: string | undefined): readonly string[] {
  const proxies = (text ?? '').split(/[\s,]+/).filter((each) => each !== '')
  try {
    createViewerReader(proxies)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(`--trusted-proxies or POSTRIDER_TRUSTED_PROXIES: ${message}`, 2, { cause })
  }
  return proxies
}
