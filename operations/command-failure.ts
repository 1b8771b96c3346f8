/** Exit codes of the command, apart from 0. Scripts rely on them. */
export const exitCodes = {
  failed: 1,
  /** The arguments were wrong. */
  misused: 2,
  /** The stack accepted the request, but has not completed it. */
  notDoneYet: 3,
} as const

/** An error that the user can fix. Its message is shown without a stack trace. */
export class CommandFailure extends Error {
  override name = 'CommandFailure'
  readonly exitCode: number

  /** @param exitCode one of {@link exitCodes} */
  constructor(message: string, exitCode: number = exitCodes.failed, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
