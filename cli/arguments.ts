import { CommandFailure } from './command-failure.ts'

/** Where a stack keeps its data, from --data or POSTRIDER_DATA. */
export function dataFolder(option: string | undefined): string {
  return option ?? process.env.POSTRIDER_DATA ?? '.postrider'
}

/** @throws {CommandFailure} when it is no port. */
export function readPort(
  option: string | undefined,
  name: { readonly flag: string; readonly variable: string },
  standard: number,
): number {
  const text = option ?? process.env[name.variable]
  if (text === undefined || text === '') return standard
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new CommandFailure(`${text} is not a port: ${name.flag} (or ${name.variable}) takes 0 to 65535.`, 2)
}

export function readCount(text: string, flag: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new CommandFailure(`${flag} takes a number from 1 up, not ${text}.`, 2)
}
