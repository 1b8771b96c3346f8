import type { Command } from 'commander'
import { defineHandling } from './handle-article.ts'

export function define(command: Command): void {
  defineHandling(command, 'held', 'leave an article out of the next issues')
}
