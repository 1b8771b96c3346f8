import { createWriteStream, fchmodSync, fstatSync, type WriteStream } from 'node:fs'

/**
 * Writes to a file that contains addresses or keys: on a shared machine, only its owner may read it, even if a file of that
 * name was readable before.
 */
export function writePrivately(file: string): WriteStream {
  const stream = createWriteStream(file, { mode: 0o600 })
  return stream.once('open', (fd: number) => {
    if (fstatSync(fd).isFile()) fchmodSync(fd, 0o600) // not a terminal or a pipe
  })
}
