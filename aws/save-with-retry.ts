/** Concurrent writers never change one record this often, so more collisions mean a fault. */
const maximumAttempts = 10

/**
 * Repeats an attempt to read, decide and write a record until no other writer was faster.
 * @param attempt must read again each time
 * @throws {Error} if other writers were faster 10 times
 */
export async function saveWithRetry<Result>(attempt: () => Promise<Result | 'superseded'>): Promise<Result> {
  for (let count = 0; count < maximumAttempts; count += 1) {
    const result = await attempt()
    if (result !== 'superseded') return result
  }
  throw new Error(`A record was superseded ${maximumAttempts} times in a row`)
}
