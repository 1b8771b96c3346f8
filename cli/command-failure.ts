/** Something the user can do something about: shown as it is, without a stack trace. */
export class CommandFailure extends Error {
  override name = 'CommandFailure'
  readonly exitCode: number

  /** @param exitCode 1: it did not work; 2: the command was not understood. */
  constructor(message: string, exitCode = 1, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
