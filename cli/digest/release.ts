import type { Command } from 'commander'
import { defineHandling } from './handle-article.ts'

export function define(command: Command): void {
  defineHandling(command, undefined, 'undo hold or pin for an article')
}
