import { articleId } from '../../../core/articles/identity.ts'
import { articleKey } from '../../../core/keys.ts'
import type { Stage } from '../stage.ts'

/** More than reconcile-uploads reads in one run. */
const manyObjects = 1001

/** An event was lost, a record was lost, and there are more objects than fit into one page. */
export async function tellReconciliation({ stack, local, upload, fire, forget }: Stage): Promise<void> {
  await upload({ 'articles/lost.md': '---\ntitle: Lost and found\n---\nHere it is.\n' })
  await forget(stack.settings.articlesTable, articleKey(articleId('articles/lost.md')))
  const others = Array.from({ length: manyObjects }, (_, n) => `other/${n}.txt`)
  for (let start = 0; start < others.length; start += 50) {
    await Promise.all(
      others.slice(start, start + 50).map((key) => stack.uploads.put(key, Buffer.from('x'), 'text/plain')),
    )
  }
  local.clock.move(3_600_000) // a young upload may still wait for its event
  await fire('Reconcileuploads')
  await fire('Reconcilereceipts')
  if ((await stack.articles.get(articleId('articles/lost.md'))) === undefined)
    throw new Error('The lost article was not found')
}
