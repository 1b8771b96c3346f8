import { CommandFailure } from '../../operations/command-failure.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** Reads the operator's keys from the environment. Returns undefined if it sets none. @throws {CommandFailure} */
export function readCredentials({
  POSTRIDER_ACCESS_KEY: accessKeyId,
  POSTRIDER_SECRET_KEY: secretAccessKey,
}: Variables) {
  if (!accessKeyId && !secretAccessKey) return undefined
  if (!accessKeyId || !secretAccessKey) {
    throw new CommandFailure('Set POSTRIDER_ACCESS_KEY and POSTRIDER_SECRET_KEY together, or neither of them.', 2)
  }
  // A signature separates the access key from its other parts by `/`, `,` and spaces.
  if (!/^[\w.+=@-]{1,128}$/.test(accessKeyId)) {
    throw new CommandFailure('POSTRIDER_ACCESS_KEY may contain letters, digits and the characters . _ + = @ - only.', 2)
  }
  if (!/^[!-~]+$/.test(secretAccessKey)) {
    throw new CommandFailure('POSTRIDER_SECRET_KEY may contain ASCII characters only, and no spaces.', 2)
  }
  return { accessKeyId, secretAccessKey }
}
