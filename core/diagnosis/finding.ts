import type { Reading } from '../deployment/account-facts.ts'
import {
  type CheckName,
  checkNames,
  checkOf,
  describeFault,
  type FaultId,
  type FindingId,
  type Severity,
} from './checks.ts'

/** One result of a check. */
export type Finding = {
  readonly id: FindingId
  readonly severity: Severity
  /** What was found; of an unchecked one, why it was not checked. */
  readonly text: string
  /** What users lose. Only of problems and warnings. */
  readonly loss?: string
  /** What to do. Only of problems and warnings. */
  readonly fix?: string
  /** Commands or DNS records to copy. */
  readonly copy?: readonly string[]
}

export type Remedy = Pick<Finding, 'fix' | 'copy'>

/** A problem or a warning, as the id says. */
export function fault(id: FaultId, text: string, remedy: Remedy): Finding {
  return { id, ...describeFault(id), text, ...remedy }
}

export function ok(check: CheckName, text: string): Finding {
  return { id: `${check}.ok`, severity: 'ok', text }
}

/** @param reason why the check was not made */
export function unchecked(check: CheckName, reason: string): Finding {
  return { id: `${check}.unchecked`, severity: 'unchecked', text: reason }
}

/** Judges what was read. What could not be read is unchecked; by default, so is what is missing. */
export function judge<Value>(
  check: CheckName,
  reading: Reading<Value>,
  found: (value: Value) => readonly Finding[],
  missing: () => readonly Finding[] = () => [unchecked(check, 'It does not exist.')],
): readonly Finding[] {
  if (reading.kind === 'unreadable') return [unchecked(check, reading.reason)]
  return reading.kind === 'missing' ? missing() : found(reading.value)
}

/** Returns the faults, or that all is well if there are none. */
export function orOk(check: CheckName, faults: readonly Finding[], text: string): readonly Finding[] {
  return faults.length > 0 ? faults : [ok(check, text)]
}

const severities: readonly Severity[] = ['problem', 'warning', 'unchecked', 'ok']

/** Sorts findings: problems first, and those of the same severity in the order of the checks. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, id }: Finding) => severities.indexOf(severity) * 1000 + checkNames.indexOf(checkOf(id))
  return findings.toSorted((one, other) => rank(one) - rank(other))
}

/** Counts findings by severity. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length
  return { problem: count('problem'), warning: count('warning'), unchecked: count('unchecked'), ok: count('ok') }
}
