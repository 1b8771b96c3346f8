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

/** Moves a pending article while a call of ingest-article fails, requests a run, and moves the article again. */
const moveCases: readonly FaultCase[] = (['kill-before', 'kill-after', 'lose-response', 'throttle'] as const).flatMap(
  (fault) =>
    (['TransactWriteItems', 'HeadObject', 'PutObject'] as const).map((operation) => {
      const folder = `articles/moves/${operation}-${fault}`
      const line = Buffer.from(`# Moved during ${operation} ${fault}\n\nIt stays the same.\n`)
      const articleAt = async ({ stage }: Scene, name: string) =>
        (await stage.stack.articles.get(articleId(`${folder}/${name}.md`)))?.article
      const move = async ({ stage }: Scene, from: string, to: string) => {
        await stage.stack.uploads.put(`${folder}/${to}.md`, line, 'text/markdown')
        await stage.stack.uploads.remove(`${folder}/${from}.md`)
        await stage.settle()
      }
      return {
        name: `an article is moved, and IngestArticle has the fault ${fault} in ${operation}`,
        rules: [{ accessKey: /IngestArticle/, operation, fault }],
        act: async (scene) => {
          const { stage } = scene
          await stage.stack.uploads.put(`${folder}/a.md`, line, 'text/markdown')
          await stage.settle()
          await move(scene, 'a', 'b')
          await requestRun(stage)
          await stage.settle()
          await move(scene, 'b', 'c')
        },
        also: async (scene) => {
          const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => articleAt(scene, name)))
          const pending = await scene.stage.stack.issues.listPending('daily', 100)
          return [
            ...(c?.id === articleId(`${folder}/a.md`) && !a && !b ? [] : ['the moved article is not the same']),
            ...(pending.length === 0 ? [] : [`${pending.length} articles would be mailed again`]),
          ]
        },
      } satisfies FaultCase
    }),
)

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
  ...moveCases,
]
