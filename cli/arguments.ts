import { CommandFailure } from '../operations/command-failure.ts'

/** Reads a port from an option or, without the option, from its environment variable. 0 means any free port. */
export function readPort(
  option: string | undefined,
  name: { readonly flag: string; readonly variable: string },
  fallback: number,
): number {
  const text = option ?? process.env[name.variable]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new CommandFailure(`${text} is not a port: ${name.flag} (or ${name.variable}) takes 0 to 65535.`, 2)
}

/** Reads a switch from an option or, without the option, from its environment variable. */
export function readSwitch(option: boolean | undefined, variable: string): boolean {
  if (option !== undefined) return option
  const text = (process.env[variable] ?? '').toLowerCase()
  if (['', '0', 'false'].includes(text)) return false
  if (['1', 'true'].includes(text)) return true
  throw new CommandFailure(`${variable} is ${text}. Set it to true or false.`, 2)
}

/** Reads an address of the web. @param name of the option and its variable */
export function readUrl(text: string, name: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  throw new CommandFailure(`${text} is not a URL: ${name} takes one that begins with http:// or https://.`, 2)
}

export function readCount(text: string, flag: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new CommandFailure(`${flag} takes a number from 1 up, not ${text}.`, 2)
}
