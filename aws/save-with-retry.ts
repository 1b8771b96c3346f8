/** Far more than writers ever meet at one subscriber; who is refused this often meets a fault. */
const maximumAttempts = 10

/**
 * Reads, decides and writes anew for as long as somebody else was quicker.
 *
 * @param attempt must read again each time
 * @throws {Error} when it is superseded without end
 */
export async function saveWithRetry<Result>(attempt: () => Promise<Result | 'superseded'>): Promise<Result> {
  for (let count = 0; count < maximumAttempts; count += 1) {
    const result = await attempt()
    if (result !== 'superseded') return result
  }
  throw new Error(`A subscriber was superseded ${maximumAttempts} times in a row`)
}
