import { createHash } from 'node:crypto'
import { articleId } from '../../core/articles/identity.ts'
import type { FaultCase, Scene } from './fault-case.ts'
import { requestRun } from './stage.ts'

const key = 'articles/order.md'
const text = (line: string) => Buffer.from(`# The order of things\n\n${line}\n`)

/** Returns the event of the first of three uploads. The last one has the same bytes. */
function oldEvent({ stage }: Scene): object {
  const eTag = createHash('md5').update(text('One.')).digest('hex')
  const object = { key, sequencer: '00', size: text('One.').length, eTag }
  const s3 = { bucket: { name: stage.stack.settings.uploadsBucket }, object }
  return { Records: [{ eventName: 'ObjectCreated:Put', eventTime: '2030-01-01T00:00:00.000Z', s3 }] }
}

async function record({ stage }: Scene): Promise<string> {
  return JSON.stringify(await stage.stack.articles.get(articleId(key)))
}

export const uploadCases: readonly FaultCase[] = [
  {
    name: 'the event of an upload is repeated after two later ones',
    act: async (scene) => {
      const { stage } = scene
      for (const line of ['One.', 'Two.', 'One.']) {
        await stage.stack.uploads.put(key, text(line), 'text/markdown')
        await stage.settle()
      }
      const before = await record(scene)
      await stage.queues.ingest.add(oldEvent(scene))
      await stage.settle()
      if ((await record(scene)) !== before) throw new Error('An old event has changed the article')
      await requestRun(stage)
    },
  },
]
