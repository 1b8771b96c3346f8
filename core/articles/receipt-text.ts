import type { Problem } from '../problem.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Receipt, ReceiptMailing } from './receipt.ts'

/**
 * Renders a receipt as plain text for people.
 * @param verdict describes the result for an upload that is neither an article nor a file beside one
 */
export function renderReceiptText(receipt: Receipt, verdict?: string): string {
  const name = receipt.title === undefined ? receipt.key : `"${receipt.title}" (${receipt.key})`
  const errors = receipt.problems.filter((problem) => problem.severity === 'error')
  const warnings = receipt.problems.filter((problem) => problem.severity === 'warning')
  const parts = [
    `${name}\n${verdict ?? verdictOf(receipt, warnings.length)}${receipt.mailing ? `\n${describeMailing(receipt.mailing)}` : ''}`,
    errors.length > 0 ? `Errors:\n${errors.map(describeProblem).join('\n')}` : '',
    warnings.length > 0 ? `Warnings:\n${warnings.map(describeProblem).join('\n')}` : '',
    `Checked at ${receipt.at}.`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function verdictOf(receipt: Receipt, warnings: number): string {
  const { key, state, title, urls, due, corrects, copyOf, movedTo } = receipt
  if (classifyKey(key).kind === 'asset') return fileVerdict(receipt)
  if (state === 'withdrawn' && movedTo !== undefined) return `Moved. The article is now published from ${movedTo}.`
  switch (state) {
    case 'published':
      if (copyOf !== undefined) return `Published as ${copyOf}, which has the same text. Read it at ${urls?.page}`
      return `${corrects ? 'Corrected' : 'Published'}${warnings > 0 ? ' with warnings' : ''}. Read it at ${urls?.page}${
        corrects
          ? `\nIt replaces ${corrects.title === title ? 'the version' : `"${corrects.title}"`} of ${corrects.at}.`
          : ''
      }\nIt is in the feed ${urls?.rss}`
    case 'scheduled':
      return due === undefined ? 'Scheduled.' : `Scheduled. It will be published automatically at ${due}.`
    case 'draft':
      return heldBackVerdict(receipt)
    case 'withdrawn':
      return 'Withdrawn. It is no longer on the site or in the feeds, and no future digest will include it.'
    case 'rejected':
      return urls
        ? `Rejected. Nothing changed: the last good version is still at ${urls.page}`
        : 'Rejected. It was not published. Correct it and upload it again under the same name.'
  }
}

function describeMailing({ mode, digests, approval, at }: ReceiptMailing): string {
  if (mode === 'none') return 'It is mailed in no digest.'
  if (digests.length === 0) return mode === 'alone' ? 'It is not mailed on its own.' : 'It is mailed in no digest.'
  if (mode === 'digest') return `It is for the readers of ${digests.join(', ')} only.`
  const condition = approval ? ` In ${approval.join(', ')}, it waits for approval first.` : ''
  return `It is mailed on its own to the readers of ${digests.join(', ')}, within a minute after ${at}, and is in no other issue.${condition}`
}

function heldBackVerdict({ problems }: Receipt): string {
  const reason = problems.find(({ rule }) => rule === 'held-back')
  if (!reason) return 'Held back. It is not published.'
  const { line, message } = reason
  return `Held back. ${message}${line === undefined ? '' : ` See line ${line}.`} The warnings below say how to publish it.`
}

function fileVerdict({ state, urls }: Receipt): string {
  if (state === 'published') return `Published at ${urls?.page}`
  if (state === 'withdrawn') return 'Withdrawn. It is no longer on the site.'
  return state === 'rejected' ? 'Rejected. It was not published.' : 'Kept, but not published yet.'
}

/** Renders a problem as a line of a list, with its fix below. */
export function describeProblem({ rule, message, line, column, fix }: Problem): string {
  const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}: `
  return `- ${place}${message}${fix === undefined ? '' : `\n  ${fix}`} [${rule}]`
}
