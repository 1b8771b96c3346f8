/** A dropped file with its path, which begins with the dropped folder. */
export type DroppedFile = { readonly path: string; readonly file: File }

/** Reads dropped files, and the files in dropped folders. */
export async function readDrop({ items, files }: DataTransfer): Promise<readonly DroppedFile[]> {
  // The list is empty as soon as the event is over, so all entries are taken first.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return [...files].map((file) => ({ path: file.name, file }))
  return (await Promise.all(entries.map((entry) => readEntry(entry)))).flat()
}

async function readEntry(entry: FileSystemEntry): Promise<readonly DroppedFile[]> {
  if (entry instanceof FileSystemFileEntry || entry.isFile) {
    const { file } = entry as FileSystemFileEntry // `isFile`
    const read = await new Promise<File>((resolve, reject) => file.call(entry, resolve, reject))
    return [{ path: entry.fullPath.slice(1), file: read }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader() // anything else is a folder
  const found: DroppedFile[] = []
  // Browsers return the contents of a folder in portions.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0) return found
    for (const each of portion) found.push(...(await readEntry(each)))
  }
}
