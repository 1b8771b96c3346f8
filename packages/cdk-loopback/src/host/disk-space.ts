import { statfsSync } from 'node:fs'

export const megabyte = 1024 ** 2

/** Returns the bytes of a folder's disk: those that are free for this user, and all. */
export function readDiskSpace(folder: string): { readonly free: number; readonly total: number } {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

export function formatBytes(bytes: number): string {
  return bytes < megabyte ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / megabyte)} MB`
}
