import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { type ImportOptions, importFile } from '../../operations/subscribers/import-file.ts'
import type { UploadedFile } from './upload-file.ts'

export type ImportReport = Awaited<ReturnType<typeof importFile>>

/** The import of an uploaded list: checked first, and imported on command. */
export type ImportJob = {
  readonly id: string
  readonly name: string
  readonly size: number
  state: 'checking' | 'checked' | 'importing' | 'imported' | 'failed'
  rows: number
  /** Share of the file that was read, from 0 to 1. */
  share: number
  check: ImportReport | undefined
  result: ImportReport | undefined
  failure: string | undefined
  /** How the people are imported. */
  options: Pick<ImportOptions, 'confirmed' | 'source' | 'welcome'>
}

/** Milliseconds after which a list that nobody imports is deleted. */
const lifetime = 60 * 60_000

/** Folders with addresses, which must not outlive the console. */
const folders = new Set<string>()

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
}

/** Keeps the imports of a console. Files are deleted after the import, after an hour, and when the console ends. */
export function importJobs(stack: Stack) {
  const jobs = new Map<string, { readonly job: ImportJob; readonly upload: UploadedFile }>()

  async function run(job: ImportJob, { file, name }: UploadedFile, options: ImportOptions): Promise<ImportReport> {
    job.rows = 0
    job.share = 0
    return importFile(file, { ...options, fileName: name }, stack, (rows, share) => {
      job.rows = rows
      job.share = share
    })
  }

  const fail = (job: ImportJob, error: unknown) => {
    job.state = 'failed'
    job.failure = error instanceof Error ? error.message.replaceAll(/Cannot import .*?: /g, '') : String(error)
  }

  return {
    get: (id: string): ImportJob | undefined => jobs.get(id)?.job,

    /** Starts to check a list, and returns at once. */
    check(upload: UploadedFile): ImportJob {
      const job: ImportJob = {
        ...{ id: randomUUID(), name: upload.name, size: upload.size, state: 'checking', rows: 0, share: 0 },
        ...{ check: undefined, result: undefined, failure: undefined, options: {} },
      }
      jobs.set(job.id, { job, upload })
      folders.add(upload.folder)
      setTimeout(() => {
        remove(upload.folder)
        if (job.state !== 'importing') jobs.delete(job.id)
      }, lifetime).unref()
      run(job, upload, { dryRun: true, confirmed: true })
        .then((report) => {
          job.check = report
          job.state = 'checked'
        })
        .catch((error: unknown) => {
          fail(job, error)
          remove(upload.folder)
        })
      return job
    },

    /** Starts to import a list that was checked. A second start changes nothing. @throws {CommandFailure} */
    start(id: string, options: ImportJob['options']): void {
      const found = jobs.get(id)
      if (!found) throw new CommandFailure('This list was deleted. Upload it again.')
      const { job, upload } = found
      if (job.state === 'checking') throw new CommandFailure('This list is still being checked.')
      if (job.state !== 'checked') return
      job.state = 'importing'
      job.options = options
      run(job, upload, options)
        .then((report) => {
          job.result = report
          job.state = 'imported'
        })
        .catch((error: unknown) => fail(job, error))
        .finally(() => remove(upload.folder))
    },
  }
}
