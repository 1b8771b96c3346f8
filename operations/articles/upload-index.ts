import { setTimeout as sleep } from 'node:timers/promises'
import type { UploadStore } from '../../aws/articles/upload-store.ts'
import type { UploadState } from '../../core/articles/article.ts'
import type { ListedUpload } from '../../core/articles/plan-reconciliation.ts'
import { answeredKey, type Receipt, receiptPath } from '../../core/articles/receipt.ts'

/** What lists show of a receipt. */
export type UploadSummary = {
  readonly state: UploadState
  readonly title?: string | undefined
  /** The date of the article, or when it is due. An instant. */
  readonly date?: string | undefined
  readonly page?: string | undefined
  readonly errors: number
  readonly warnings: number
  readonly copyOf?: string | undefined
  readonly movedTo?: string | undefined
  /** When the upload was checked. */
  readonly at: string
}

/** An upload, or one that was deleted and still has a receipt. */
export type IndexedUpload = {
  readonly key: string
  /** When it was uploaded, or, if it was deleted, when its receipt was written. */
  readonly storedAt: Date
  /** True if the upload exists. */
  readonly exists: boolean
  /** True if there is a receipt. Until then, the upload is being checked. */
  readonly isAnswered: boolean
  /** Undefined until its receipt has been read. */
  readonly summary: UploadSummary | undefined
}

export type UploadIndex = {
  /** Returns the uploads that are known, the newest first, without waiting longer than some milliseconds. */
  list(patience?: number): Promise<UploadList>
  /** Reads the receipts of some uploads if they have changed. */
  read(uploads: readonly IndexedUpload[]): Promise<readonly IndexedUpload[]>
  /** Lists the bucket again at the next call, for example after an upload. */
  expire(): void
}

export type UploadList = {
  readonly uploads: readonly IndexedUpload[]
  /** False while the bucket is listed for the first time. */
  readonly isListed: boolean
  /** Receipts that have not been read yet, so that the state and the title of their uploads are not known. */
  readonly unread: number
}

type Uploads = Pick<UploadStore, 'listPage' | 'getReceipt'>

/** Where uploads are. Editors may list these folders, and not the others. */
const folders = ['articles/', 'backfill/', 'issues/', 'welcome/']
const receiptFolder = 'receipts/'
const pageSize = 1000
const parallelReads = 40
/** Milliseconds after which the bucket is listed again. */
const freshFor = 2000
/** Milliseconds that a page waits for the first listing. */
const defaultPatience = 300

/**
 * Remembers which uploads exist and what their receipts say. A listing of the bucket tells which receipts have changed, so
 * each version of a receipt is read once.
 * @param now the time in milliseconds
 */
export function uploadIndex(uploads: Uploads, now: () => number = Date.now): UploadIndex {
  let listed: Listing | undefined
  /** The uploads that the first listing has found so far. */
  let found: readonly Entry[] = []
  let listedAt = Number.NEGATIVE_INFINITY
  let listing: Promise<void> | undefined
  /** True if the last listing failed or may be out of date, and before the first one. */
  let mustWait = true
  let isReadingAll = false
  /** By path, with the ETag of the version that was read. */
  const summaries = new Map<string, { readonly etag: string; readonly summary: UploadSummary }>()

  const readReceipt = async ({ receipt }: Entry): Promise<void> => {
    if (!receipt || summaries.get(receipt.key)?.etag === receipt.etag) return
    const stored = await uploads.getReceipt(receipt.key)
    if (stored) summaries.set(receipt.key, { etag: receipt.etag, summary: summarize(JSON.parse(stored.body)) })
  }
  const readSome = async (entries: readonly Entry[]): Promise<void> => {
    const rest = entries.values()
    const work = Array.from({ length: Math.min(parallelReads, entries.length) }, async () => {
      for (const entry of rest) await readReceipt(entry)
    })
    await Promise.all(work)
  }
  const isUnread = ({ receipt }: Entry) => receipt !== undefined && summaries.get(receipt.key)?.etag !== receipt.etag
  const readAll = async (): Promise<void> => {
    if (isReadingAll) return
    isReadingAll = true
    try {
      await readSome((listed?.entries ?? []).filter(isUnread))
    } finally {
      isReadingAll = false
    }
  }
  const listAgain = (): Promise<void> => {
    listing ??= listBucket(uploads, (entries) => {
      found = listed ? [] : inOrder([...found, ...entries])
    })
      .then((entries) => {
        listed = entries
        found = []
        listedAt = now()
        mustWait = false
        readAll().catch(() => undefined) // the next page reads what is missing, and shows the error
      })
      .catch((error) => {
        mustWait = true
        found = []
        throw error
      })
      .finally(() => {
        listing = undefined
      })
    return listing
  }
  const show = ({ receipt, ...entry }: Entry): IndexedUpload => ({
    ...entry,
    // Until the receipts are listed, it is not known which uploads have one.
    isAnswered: receipt !== undefined || listed === undefined,
    summary: receipt && summaries.get(receipt.key)?.summary,
  })

  return {
    list: async (patience = defaultPatience) => {
      if (now() - listedAt > freshFor) {
        const done = listAgain()
        done.catch(() => undefined) // the next page waits for the listing, and shows the error
        if (mustWait) await Promise.race([done, sleep(patience)])
      }
      const { entries } = listed ?? { entries: found }
      const unread = entries.filter(isUnread).length
      return { uploads: entries.map(show), isListed: listed !== undefined, unread }
    },
    read: async (some) => {
      const keys = new Set(some.map(({ key }) => key))
      const entries = (listed?.entries ?? found).filter(({ key }) => keys.has(key))
      await readSome(entries)
      return entries.map(show)
    },
    expire: () => {
      mustWait = true
      listedAt = Number.NEGATIVE_INFINITY
    },
  }
}

type Entry = Pick<IndexedUpload, 'key' | 'storedAt' | 'exists'> & { readonly receipt: ListedUpload | undefined }
type Listing = { readonly entries: readonly Entry[] }

/** @param listener receives uploads as they are found, before their receipts are */
async function listBucket(uploads: Uploads, listener: (entries: readonly Entry[]) => void): Promise<Listing> {
  const find = (objects: readonly ListedUpload[]) =>
    listener(objects.map(({ key, storedAt }) => ({ key, storedAt, exists: true, receipt: undefined })))
  const [receipts, ...present] = await Promise.all([
    listFolder(receiptFolder, uploads),
    ...folders.map((prefix) => listFolder(prefix, uploads, find)),
  ])
  const byPath = new Map((receipts ?? []).map((each) => [each.key, each]))
  const entries = present.flat().map(({ key, storedAt }): Entry => {
    const path = receiptPath(key, 'json')
    const receipt = byPath.get(path)
    byPath.delete(path)
    return { key, storedAt, exists: true, receipt }
  })
  for (const receipt of byPath.values()) {
    const key = answeredKey(receipt.key)
    if (key !== undefined) entries.push({ key, storedAt: receipt.storedAt, exists: false, receipt })
  }
  return { entries: inOrder(entries) }
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => b.storedAt.getTime() - a.storedAt.getTime() || (a.key < b.key ? -1 : 1))
}

async function listFolder(
  prefix: string,
  uploads: Uploads,
  listener: (objects: readonly ListedUpload[]) => void = () => undefined,
): Promise<readonly ListedUpload[]> {
  const all: ListedUpload[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { objects, next }: Awaited<ReturnType<Uploads['listPage']>> = await uploads.listPage({
      ...{ prefix, after, limit: pageSize },
    })
    all.push(...objects)
    listener(objects)
    after = next
  }
  return all
}

function summarize({ state, title, due, article, urls, problems, copyOf, movedTo, at }: Receipt): UploadSummary {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return {
    ...{ state, title, date: due ?? article?.date, page: urls?.page, copyOf, movedTo, at, errors },
    warnings: problems.length - errors,
  }
}
