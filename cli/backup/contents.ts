import type { Contents } from './archive.ts'

/** Counts the files of a backup, and their sizes in bytes. */
export function summarize({ at, postrider, files }: Contents) {
  const isIn = (folder: string) => (file: Contents['files'][number]) => file.name.startsWith(folder)
  const isDatabase = ({ name }: Contents['files'][number]) => /\.(?:sqlite|db)$/.test(name)
  return {
    at,
    postrider,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    databases: files.filter(isDatabase).length,
    objects: files.filter(isIn('s3/bodies/')).length,
    mails: files.filter(isIn('mail/')).length,
  }
}

/** Describes a backup in one line. */
export function describeContents(contents: Contents): string {
  const { databases, objects, mails, bytes } = summarize(contents)
  const count = (value: number, noun: string) => `${value.toLocaleString('en')} ${noun}`
  const parts = [count(databases, 'databases'), count(objects, 'uploads and pages'), count(mails, 'captured mails')]
  return `${parts.join(', ')}: ${(bytes / 1024 ** 2).toFixed(1)} MB before compression`
}
