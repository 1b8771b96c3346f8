import type { FileRefusal } from '../../core/subscribers/csv/file-refusal.ts'
import type { ImportRow } from '../../core/subscribers/csv/import-row.ts'
import type { Remembered } from '../../core/subscribers/csv/remembered-row.ts'
import { describeRefusal } from '../../core/subscribers/describe-refusal.ts'
import { type AddressHashes, hashesOf, hashKeyId } from '../../core/subscribers/hash-keys.ts'
import {
  type Admission,
  type KnownAddress,
  planAdmission,
  unknownAddress,
} from '../../core/subscribers/plan-admission.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Consent, Subscriber } from '../../core/subscribers/subscriber.ts'
import type { Stack } from '../stack.ts'
import { admit, arrivalOf, requestOf } from './admit.ts'
import { applyRemembered } from './apply-late-memory.ts'
import { type HashKeys, remember, rememberRow } from './remember.ts'

/** A parsed line of the file, with its number. */
export type ImportLine = { readonly line: number; readonly row: ImportRow }

export type ImportResult = {
  readonly line: number
  readonly address: string
  /** `remembered`: an address that the file has as a hash only. `named`: a subscriber who now has a name. */
  readonly outcome: 'added' | 'named' | 'unchanged' | 'skipped' | 'remembered'
  /** Why the line was skipped; otherwise empty. */
  readonly reason: string
  /** True if the person may be mailed later although they must not be. */
  readonly isForgotten?: boolean
  /** What the file says about an imported person that was not taken over. */
  readonly warnings?: readonly string[]
}

/** Settings and services of the whole import. */
export type ImportTerms = {
  readonly stack: Stack
  readonly secrets: Secrets
  readonly hashKeys: HashKeys
  /** The lines of the file that refuse a person, by the hash of the address. */
  readonly refusals: ReadonlyMap<string, FileRefusal>
  /** What the file remembers under hashes with former keys. It grows while the file is read. */
  readonly memory: Map<string, readonly Remembered[]>
  readonly dryRun: boolean
  /** Whether people with consent get the welcome series. */
  readonly withWelcome?: boolean
  /** Returns undefined if subscribers must be asked to confirm. */
  consentOf(row: Extract<ImportRow, { kind: 'subscriber' }>): Consent | undefined
}

type Added = { readonly subscriber: Subscriber; readonly hash: string; readonly row: ImportRow; readonly at: number }

/**
 * Imports a batch of lines, at most as many as one lookup can read. Adds new subscribers in one transaction. If another
 * process has changed one of them since the lookup, adds them one by one.
 */
export async function importBatch(lines: readonly ImportLine[], terms: ImportTerms): Promise<ImportResult[]> {
  const known = lines.map(({ row }) => findHashes(row, terms))
  const addresses = await lookUp(known, terms)
  const added: Added[] = []
  const results: ImportResult[] = []
  for (const [at, { line, row }] of lines.entries()) {
    const hash = known[at]?.hash ?? ''
    if (row.kind === 'hashed') {
      if (hasChosen(addresses.get(hash))) {
        results.push({ line, address: '', outcome: 'unchanged', reason: '' })
        continue
      }
      if (terms.hashKeys.get(row.keyId) !== undefined) {
        terms.memory.set(row.hash, [...(terms.memory.get(row.hash) ?? []), row.remembered])
      }
      const reason = await rememberRow(row, terms.hashKeys, terms.stack, terms.dryRun)
      results.push(
        reason === undefined
          ? { line, address: '', outcome: 'remembered', reason: '' }
          : { line, address: '', outcome: 'skipped', reason, isForgotten: true },
      )
      continue
    }
    const other = otherLine(row, terms.refusals.get(hash))
    if (other !== undefined) {
      results.push({ line, address: addressOf(row), outcome: 'skipped', reason: other })
      continue
    }
    if (row.kind !== 'subscriber') {
      if (row.kind === 'refused') {
        addresses.set(hash, await recordRefusal(hash, row, addresses.get(hash) ?? unknownAddress, terms))
      }
      const isForgotten = row.kind === 'skipped' && row.isForgotten === true
      const result = { line, address: addressOf(row), outcome: 'skipped', reason: row.reason } as const
      results.push(isForgotten ? { ...result, isForgotten } : result)
      continue
    }
    const before = addresses.get(hash) ?? unknownAddress
    const { withWelcome } = terms
    const admission = planAdmission(before, arrivalOf({ ...row, consent: terms.consentOf(row), withWelcome }))
    if (admission.outcome === 'added' || admission.outcome === 'named') {
      addresses.set(hash, { ...before, subscriber: admission.subscriber })
      added.push({ subscriber: admission.subscriber, hash, row, at })
    }
    results.push({ ...resultOf(line, row.address, admission), ...warningsOf(row) })
  }
  if (!terms.dryRun) await store(added, lines, results, terms)
  return results
}

/** Returns what another line of the file says about the same person, if that counts more than this line. */
function otherLine(row: ImportRow, refusal: FileRefusal | undefined): string | undefined {
  if (refusal === undefined) return undefined
  const { line, reason, returned } = refusal
  if (row.kind === 'subscriber') return returned === undefined ? `line ${line}: ${reason}` : undefined
  return row.kind === 'refused' && returned !== undefined ? `${row.reason}; line ${returned} is later` : undefined
}

/** Undefined if the line has no address, or only a hash with the key of another stack, which belongs to no subscriber here. */
function findHashes(row: ImportRow, { secrets }: ImportTerms): AddressHashes | undefined {
  if ('address' in row) return hashesOf(row.address, secrets)
  const isOwn = row.kind === 'hashed' && row.keyId === hashKeyId(secrets.addressPepper)
  return isOwn ? { hash: row.hash, former: [] } : undefined
}

async function lookUp(
  known: readonly (AddressHashes | undefined)[],
  { stack }: ImportTerms,
): Promise<Map<string, KnownAddress>> {
  const former = new Map<string, readonly string[]>()
  for (const each of known) {
    if (each && !former.get(each.hash)?.length) former.set(each.hash, each.former)
  }
  const hashes = [...former.keys()]
  const records = hashes.length > 0 ? await stack.addresses.lookUp(hashes, former) : []
  return new Map(hashes.map((hash, index) => [hash, records[index] ?? unknownAddress]))
}

/** What people chose here takes precedence over a file. Pending people have not chosen: anyone can type their address. */
function hasChosen(existing: KnownAddress | undefined): boolean {
  return existing?.subscriber !== undefined && existing.subscriber.state !== 'pending'
}

/**
 * Records an address that the file refuses, unless its owner has chosen otherwise here. People who were imported have not:
 * what our own export says about their time in another stack counts. Returns what is known about it
 * then: a later line of the batch may have the same address.
 */
async function recordRefusal(
  hash: string,
  { status, remembered }: Extract<ImportRow, { kind: 'refused' }>,
  existing: KnownAddress,
  { stack, dryRun }: ImportTerms,
): Promise<KnownAddress> {
  if (status === 'unconfirmed') return existing
  if (existing.subscriber && hasChosen(existing)) {
    if (remembered && !dryRun) await applyRemembered(existing.subscriber, hash, remembered, stack)
    return existing
  }
  const at = new Date().toISOString()
  const elsewhere =
    status === 'unsubscribed'
      ? { departure: { reason: status, by: 'import' as const, at } }
      : { suppression: { reason: status, at } }
  const { suppression, departure }: Remembered = remembered ?? elsewhere
  if (!dryRun) await remember(hash, { suppression, departure }, stack)
  return {
    ...existing,
    suppression: existing.suppression ?? (suppression && { at, ...suppression }),
    departure: existing.departure ?? departure,
  }
}

async function store(
  added: readonly Added[],
  lines: readonly ImportLine[],
  results: ImportResult[],
  terms: ImportTerms,
): Promise<void> {
  const { stack } = terms
  const fresh = added.filter(({ subscriber }) => subscriber.revision === 1)
  const isSaved = (await stack.addresses.addAll(fresh)) === 'saved'
  const pending = isSaved ? fresh.filter(({ subscriber }) => subscriber.state === 'pending') : []
  await stack.confirmation.addAll(pending.map(({ subscriber }) => requestOf(subscriber.id)))
  for (const each of added.filter((one) => !isSaved || one.subscriber.revision > 1)) {
    if (each.row.kind !== 'subscriber') continue
    const candidate = { ...each.row, consent: terms.consentOf(each.row), withWelcome: terms.withWelcome }
    const admission = await admit(candidate, stack, terms.secrets)
    results[each.at] = { ...resultOf(lines[each.at]?.line ?? 0, each.row.address, admission), ...warningsOf(each.row) }
  }
}

function resultOf(line: number, address: string, admission: Admission): ImportResult {
  if ('subscriber' in admission) return { line, address, outcome: admission.outcome, reason: '' }
  return { line, address, outcome: 'skipped', reason: describeRefusal(admission) }
}

const warningsOf = ({ warnings }: { readonly warnings: readonly string[] }) => (warnings.length > 0 ? { warnings } : {})

/** Returns the address, or the typed text, cut to the maximum length of an address. */
const addressOf = (row: Exclude<ImportRow, { kind: 'hashed' }>) =>
  row.kind === 'skipped' ? row.typed.slice(0, 254) : row.address
