import { benchArchive } from './archive.ts'
import { benchBurst } from './burst.ts'
import { benchColdStart } from './cold-start.ts'
import { benchConsole } from './console.ts'
import { benchDigest } from './digest.ts'
import { benchFeeds } from './feeds.ts'
import { benchImport } from './import.ts'
import { benchIngesting } from './ingesting.ts'
import { benchPlanning } from './planning.ts'
import { benchPublishing } from './publishing.ts'
import { benchRequests, benchSending } from './sending.ts'
import { benchSignUp } from './sign-up.ts'
import { benchSimulate } from './simulate.ts'
import { benchStarting } from './starting.ts'

/** All benchmarks, in the order in which they run. With a name, only that one runs: `npm run bench -- first-run`. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  ingest: benchIngesting,
  burst: benchBurst,
  'first-run': benchStarting,
  'cold-start': benchColdStart,
  publishing: benchPublishing,
  console: () => benchConsole(),
  feeds: benchFeeds,
  archive: benchArchive,
  import: () => benchImport(),
  planning: () => benchPlanning(),
  signup: () => benchSignUp(),
  digest: benchDigest,
  sending: benchSending,
  requests: benchRequests,
  simulate: benchSimulate,
}

const [only] = process.argv.slice(2)
for (const [name, run] of Object.entries(benchmarks)) {
  if (only !== undefined && only !== name) continue
  console.log(`\n${name}`)
  await run()
}
