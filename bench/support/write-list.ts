import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

const languages = ['en', 'de', 'fr', 'en', 'ar']
const topics = ['', 'maps', 'maps weather', '', 'letters weather stamps', 'railways']

/** Writes a CSV file of subscribers with various topics and languages. Most of them take the daily digest. */
export async function writeList(file: string, rows: number, name = 'reader'): Promise<void> {
  const target = createWriteStream(file)
  target.write('email,digest,topics,language,created_at\n')
  for (let n = 0; n < rows; n += 1) {
    const digest = n % 10 === 9 ? 'weekly' : 'daily'
    const row = [`${name}-${n}@example.org`, digest, topics[n % topics.length], languages[n % 7] ?? 'en', '2024-01-01']
    if (!target.write(`${row.join()}\n`)) await new Promise((resume) => target.once('drain', () => resume(undefined)))
  }
  target.end()
  await finished(target)
}
