/** Far more than concurrent writers of one subscriber ever need. Being superseded this often means a fault. */
const maximumAttempts = 10

/**
 * Repeats an attempt until it is not superseded by another writer.
 * @param attempt reads anew each time, decides and writes
 * @throws {Error} after `maximumAttempts`
 */
export async function untilSaved<Result>(attempt: () => Promise<Result | 'superseded'>): Promise<Result> {
  for (let count = 0; count < maximumAttempts; count += 1) {
    const result = await attempt()
    if (result !== 'superseded') return result
  }
  throw new Error(`A subscriber was superseded ${maximumAttempts} times in a row`)
}
