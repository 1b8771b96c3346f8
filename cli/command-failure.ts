/** An error that the user can fix. Its message is shown without a stack trace. */
export class CommandFailure extends Error {
  override name = 'CommandFailure'
  readonly exitCode: number

  /** @param exitCode 1: the command failed; 2: its arguments were wrong */
  constructor(message: string, exitCode = 1, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
