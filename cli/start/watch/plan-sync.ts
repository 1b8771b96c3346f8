/** ETags by key. */
export type Versions = ReadonlyMap<string, string>

/** Files of a watched folder: on disk, as last published from there, and in the bucket now. */
export type FolderState = {
  readonly files: Versions
  /** Keys that were published from the folder and are no longer in it. */
  readonly gone: readonly string[]
  readonly published: Versions
  readonly present: Versions
}

/** What has to be done so that the bucket has what the folder has. Keys in the order of the files. */
export type SyncPlan = {
  /** In the bucket already. */
  readonly same: readonly string[]
  /** New, or changed since they were published from here. */
  readonly upload: readonly string[]
  /** Never published from here, but in the bucket with another content: these may be other articles. */
  readonly occupied: readonly string[]
  /** Unchanged here, but changed or withdrawn by other means since: their newer state stays. */
  readonly overtaken: readonly string[]
  /** Gone from the folder, and still in the bucket. */
  readonly missing: readonly string[]
}

/** Decides what a watched folder needs. */
export function planSync({ files, gone, published, present }: FolderState): SyncPlan {
  const taskOf = (key: string) => {
    const [file, former, now] = [files.get(key), published.get(key), present.get(key)]
    if (now === file) return 'same'
    if (former === file) return 'overtaken'
    return now === undefined || now === former ? 'upload' : 'occupied'
  }
  const tasks = Map.groupBy(files.keys(), taskOf)
  const of = (task: ReturnType<typeof taskOf>) => tasks.get(task) ?? []
  const missing = gone.filter((key) => present.has(key))
  return { same: of('same'), upload: of('upload'), occupied: of('occupied'), overtaken: of('overtaken'), missing }
}

/** More files are hardly deleted at once on purpose, if they are also most of the files. */
const fewFiles = 3

/** Returns whether so much is missing that the folder may have been emptied or unmounted by accident. */
export function isMostlyGone(missing: number, published: number): boolean {
  return missing > fewFiles && missing * 2 > published
}
