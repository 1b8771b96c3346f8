import type { Command } from 'commander'
import { defineHandling } from './handle-article.ts'

export function define(command: Command): void {
  defineHandling(command, 'pinned', 'put an article first in the next issue')
}
