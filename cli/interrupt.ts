/** The exit code of a program that Ctrl-C has stopped: 128 and the number of SIGINT. */
export const interrupted = 130

/**
 * Runs something that Ctrl-C stops at the next good moment, when it looks at the signal. A second Ctrl-C ends the program
 * at once.
 */
export async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(interrupted)
    controller.abort()
  }
  process.on('SIGINT', stop)
  try {
    return await run(controller.signal)
  } finally {
    process.off('SIGINT', stop)
  }
}

/** Runs something that Ctrl-C ends at once, and then says what was done until then. */
export async function explained<T>(describe: () => string, run: () => Promise<T>): Promise<T> {
  const stop = () => {
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${describe()}\n`)
    process.exit(interrupted)
  }
  process.on('SIGINT', stop)
  try {
    return await run()
  } finally {
    process.off('SIGINT', stop)
  }
}
