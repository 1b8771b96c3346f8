import { readEndpoint } from '../../aws/diagnosis/endpoint-reader.ts'
import { readFact } from '../../aws/diagnosis/read-fact.ts'
import { readStorage } from '../../aws/local/storage.ts'
import { readPublication } from '../../build/read-publication.ts'
import { type Finding, sortFindings } from '../../core/diagnosis/finding.ts'
import { withoutRebuild } from '../../core/diagnosis/judge-storage.ts'
import type { Publication } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'
import { checkMail } from './check-mail.ts'
import { checkOperation } from './check-operation.ts'
import { checkSite } from './check-site.ts'
import { openDns } from './dns.ts'
import { localEndpoint } from './examination.ts'

export type DiagnosisOptions = {
  /** The DNS server to ask, as `address` or `address:port`. Default: those of this machine. */
  readonly dnsServer?: string | undefined
  /** Milliseconds that each question may take. */
  readonly timeout?: number
  readonly now?: Date
}

/** The parts of a diagnosis. Each takes some seconds. */
export const parts = { mail: checkMail, site: checkSite, operation: checkOperation } as const
export type Part = keyof typeof parts
export const partNames = Object.keys(parts) as readonly Part[] // the keys of the constant

/** Checks a part of everything that decides whether mails arrive and feeds are read. It changes nothing. */
export async function diagnosePart(
  part: Part,
  stack: Stack,
  options: DiagnosisOptions = {},
): Promise<readonly Finding[]> {
  const { dnsServer, timeout = 10_000, now = new Date() } = options
  const { place } = stack
  const dns = openDns({ server: dnsServer, timeout: Math.min(2_000, timeout / 2) })
  const limits = { timeout }
  const [endpoint, own] = await Promise.all([readEndpoint(place, limits), readOwnPublication(stack)])
  const findings = await parts[part]({ stack, place, own, dns, endpoint, limits, now })
  if (localEndpoint({ endpoint, place }) === undefined) return findings
  return withoutRebuild(findings, await readFact((signal) => readStorage(place, signal), limits))
}

/** Checks everything at the same time. Returns problems first. */
export async function diagnose(stack: Stack, options: DiagnosisOptions = {}): Promise<readonly Finding[]> {
  const findings = await Promise.all(partNames.map((part) => diagnosePart(part, stack, options)))
  return sortFindings(findings.flat())
}

/** Returns publication.json, if the stack was deployed from it or an earlier version of it. */
async function readOwnPublication({ site, deployed }: Stack): Promise<Publication | undefined> {
  const own = await readPublication().catch(() => undefined) // only deploying needs one without mistakes
  return own?.tag === site.publication.tag && own.stack === deployed.name ? own : undefined
}
