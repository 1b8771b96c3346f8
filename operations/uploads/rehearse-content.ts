import { closeSync, openSync, readSync } from 'node:fs'
import type { Receipt } from '../../core/articles/receipt.ts'
import { rehearseUploads } from '../../core/articles/rehearse-uploads.ts'
import { rehearseInsert } from '../../core/issues/rehearse-insert.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { wrongFolder } from '../../core/reading/wrong-folder.ts'
import type { Site } from '../../core/site.ts'
import { rehearseWelcome } from '../../core/welcome/rehearse-welcome.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Content } from './content-files.ts'
import type { LintResult } from './describe-results.ts'

/** Returns what an upload of each file would be answered, in the order of their paths. */
export function rehearseContent({ files, unusable }: Content, site: Site, now: Date): readonly LintResult[] {
  const paths = new Map(files.map(({ file, key }) => [key, file]))
  const open = (key: string, length: number) => readStart(paths.get(key) ?? '', length)
  const rehearseText = (key: string, size: number) => {
    const isText = /insert|welcome/.test(classifyKey(key).kind)
    const bytes = isText && size <= maximumArticleBytes ? open(key, size) : new Uint8Array()
    return rehearseInsert({ key, bytes, size }, site, now) ?? rehearseWelcome({ key, bytes, size }, site, now)
  }
  const sizes = new Map(files.map(({ key, size }) => [key, size]))
  const receipts: Receipt[] = [...rehearseUploads({ sizes, open }, site, now)]
  for (const { key, size } of files) {
    const receipt = classifyKey(key).kind === 'stray' ? strayReceipt(key, now) : rehearseText(key, size)
    if (receipt) receipts.push(receipt)
  }
  const answered = new Map(receipts.map((receipt) => [receipt.key, receipt]))
  const results = files.map(({ file, key }) => resultOf(file, key, answered.get(key)))
  const errors = unusable.map(({ file, problem }) => ({ file, problems: [problem] }))
  return [...results, ...errors].sort((a, b) => (a.file < b.file ? -1 : 1))
}

function strayReceipt(key: string, now: Date): Receipt {
  return { key, state: 'rejected', problems: [wrongFolder(key)], at: now.toISOString() }
}

/** @param receipt undefined if an upload of the file gets none, because it is the leftover of a program */
function resultOf(file: string, key: string, receipt: Receipt | undefined): LintResult {
  if (!receipt) return { file, key, state: 'ignored', problems: [] }
  const { state, title, due, problems } = receipt
  return {
    file,
    key,
    state,
    ...(title === undefined ? {} : { title }),
    ...(due === undefined ? {} : { due }),
    problems,
  }
}

/** Reads at most `length` bytes from the start of a file. */
function readStart(file: string, length: number): Uint8Array {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const bytes = new Uint8Array(length)
      let filled = 0
      for (let read = -1; read !== 0 && filled < length; filled += read) {
        read = readSync(descriptor, bytes, filled, length - filled, filled)
      }
      return bytes.subarray(0, filled)
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    throw new CommandFailure(`Cannot read ${file}: ${cause instanceof Error ? cause.message : cause}.`, 1, { cause })
  }
}
