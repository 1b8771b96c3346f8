import type { Command } from 'commander'
import { type CheckName, checkOf, checks } from '../core/diagnosis/checks.ts'
import { countFindings, type Finding } from '../core/diagnosis/finding.ts'
import { countOf } from '../core/text/count-of.ts'
import { CommandFailure, exitCodes } from '../operations/command-failure.ts'
import { diagnose } from '../operations/doctor/diagnose.ts'
import type { Stack } from '../operations/stack.ts'
import { onStack } from './connect.ts'
import type { Report } from './report.ts'

type DoctorOptions = {
  readonly all?: boolean
  readonly strict?: boolean
  readonly dns?: string
  readonly timeout?: string
}

export function define(command: Command): void {
  command
    .description('check everything that decides whether mails arrive and feeds are read')
    .option('--all', 'also list what is fine')
    .option('--strict', 'exit with 1 if there are warnings, too')
    .option('--dns <server>', 'the DNS server to ask, as ADDRESS or ADDRESS:PORT (default: those of this machine)')
    .option('--timeout <seconds>', 'how long each question may take (default: 10)')
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing is wrong, 1 there is a problem, 2 the arguments are wrong.

Examples:
  postrider doctor
  postrider doctor --all --dns 1.1.1.1
  postrider doctor --json --strict`,
    )
    .action(onStack(runDoctor))
}

async function runDoctor(stack: Stack, report: Report, options: DoctorOptions): Promise<void> {
  const findings = await diagnose(stack, { dnsServer: readServer(options.dns), timeout: readTimeout(options.timeout) })
  const { problem, warning } = countFindings(findings)
  report.answer({ counts: countFindings(findings), findings }, describeFindings(findings, options.all ?? false))
  if (problem > 0 || (options.strict && warning > 0)) process.exitCode = exitCodes.failed
}

/** @throws {CommandFailure} if it is no address of a DNS server */
function readServer(text: string | undefined): string | undefined {
  if (
    text === undefined ||
    /^(\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?|[0-9a-f:]*:[0-9a-f:]+)$/i.test(text)
  )
    return text
  throw new CommandFailure(
    `${text} is not a DNS server: --dns takes an IP address such as 1.1.1.1 or 127.0.0.1:5353.`,
    2,
  )
}

/** Returns milliseconds. */
function readTimeout(text = '10'): number {
  if (/^\d{1,3}(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text) * 1000
  throw new CommandFailure(`--timeout takes a number of seconds, not ${text}.`, 2)
}

const headings = { problem: 'Problems', warning: 'Warnings', unchecked: 'Not checked', ok: 'Fine' } as const

/** Describes findings for people: problems first, then warnings, and in one line what is fine. */
export function describeFindings(findings: readonly Finding[], all: boolean): readonly string[] {
  const of = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity)
  const faults = (['problem', 'warning'] as const).flatMap((severity) => {
    const found = of(severity)
    return found.length > 0 ? [`${headings[severity]}:`, '', ...found.flatMap(describeFault)] : []
  })
  const unchecked = of('unchecked')
  const fine = of('ok')
  const { problem, warning } = countFindings(findings)
  return [
    ...faults,
    ...(unchecked.length > 0 ? [`${headings.unchecked}:`, ...unchecked.map(describeBriefly), ''] : []),
    ...(all && fine.length > 0 ? [`${headings.ok}:`, ...fine.map(describeBriefly), ''] : []),
    `${countOf(problem, 'problem')}, ${countOf(warning, 'warning')}. Fine: ${titles(fine)}.`,
  ]
}

function describeFault({ id, text, loss, fix, copy = [] }: Finding): readonly string[] {
  return [
    `  ${text}  [${id}]`,
    ...(loss === undefined ? [] : [`    What users lose: ${loss}`]),
    ...(fix === undefined ? [] : [`    ${fix}`]),
    ...copy.map((line) => `      ${line}`),
    '',
  ]
}

function describeBriefly({ id, text }: Finding): string {
  return `  ${titleOf(id)}: ${text}`
}

function titles(findings: readonly Finding[]): string {
  const names = [...new Set(findings.map(({ id }) => titleOf(id)))]
  return names.length > 0 ? names.join(', ') : 'nothing'
}

function titleOf(id: Finding['id']): string {
  const check: CheckName = checkOf(id)
  return checks[check].title
}
