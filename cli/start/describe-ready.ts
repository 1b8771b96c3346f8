import { countOf } from '../../core/text/count-of.ts'
import { describeEnvironment, quote } from './describe-environment.ts'

/** What the first start has mailed. */
export type FirstIssue = {
  readonly digest: string
  /** Mails of the issue. */
  readonly mails: number
  /** Number of example subscribers of each digest. */
  readonly readers: Readonly<Record<string, number>>
}

export type ReadyStack = {
  readonly title: string
  /** Addresses, without a trailing slash. */
  readonly site: string
  readonly console: string
  readonly aws: string
  readonly uploads: string
  /** Absolute data folder. */
  readonly folder: string
  /** Whether commands find the data folder without --data. */
  readonly isDefaultFolder: boolean
  readonly firstIssue: FirstIssue | undefined
}

/** Returns the lines that a start prints when everything is ready: where things are, what has happened, what to try. */
export function describeReady(stack: ReadyStack): string[] {
  const { title, site, console, aws, uploads, folder, firstIssue } = stack
  const postrider = `npx postrider${stack.isDefaultFolder ? '' : ` --data ${quote(folder)}`}`
  return [
    `${title} is running.`,
    '',
    `  Site      ${site}/`,
    `  Feeds     ${site}/feed.xml (RSS), /atom.xml, /feed.json`,
    `  Console   ${console}/ (receipts, issues and every mail)`,
    `  AWS       ${aws} (uploads: s3://${uploads}/articles/)`,
    `  Data      ${folder}`,
    '',
    ...(firstIssue ? [...describeFirstIssue(firstIssue), `Read the mails at ${console}/mail/`, ''] : []),
    'Try this next:',
    `  1. Subscribe at ${site}/subscribe/, and press the button in the mail that arrives in the console.`,
    `  2. Publish an article:     ${postrider} publish FILE.md`,
    `  3. Mail it to its readers: ${postrider} digest send ${firstIssue?.digest ?? 'DIGEST'}`,
    `  All commands: ${postrider} --help`,
    '',
    'Use an AWS client:',
    `  ${describeEnvironment(folder)}`,
    `  aws --endpoint-url ${aws} s3 cp FILE.md s3://${uploads}/articles/`,
  ]
}

/** Says to whom the first issue went, and why not to everybody. */
export function describeFirstIssue({ digest, mails, readers }: FirstIssue): string[] {
  const all = Object.values(readers).reduce((sum, count) => sum + count, 0)
  const others = Object.entries(readers).filter(([name, count]) => name !== digest && count > 0)
  const reasons = others.map(([name, count]) => `${count} ${count === 1 ? 'reads' : 'read'} the ${name} digest`)
  const why = reasons.length > 0 ? `; ${reasons.join(', ')}, which has not been sent yet` : ''
  return [
    `The example articles of seeds/ are published, and the first issue of the ${digest} digest is mailed.`,
    `Of ${countOf(all, 'example subscriber')}, ${mails} got ${mails === 1 ? 'a mail' : 'a mail each'}${why}.`,
  ]
}
