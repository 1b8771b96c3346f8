import type { Command } from 'commander'
import { type Handling, handleArticle } from '../../operations/digest/handle-article.ts'
import { onStack } from '../connect.ts'

/** Defines one of the commands that set how a digest handles a pending article. */
export function defineHandling(command: Command, handling: Handling, description: string): void {
  command
    .argument('<digest>')
    .argument('<key>', "key of the article's upload")
    .description(description)
    .action(
      onStack(async (stack, report, digestName: string, key: string) => {
        const { digest, sentence } = await handleArticle(digestName, key, handling, stack)
        report.answer({ digest, key, handling: handling ?? null }, [sentence])
      }),
    )
}
