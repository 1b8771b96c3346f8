import type { Command } from 'commander'
import { defineControl } from './control-issue.ts'

export function define(command: Command): void {
  defineControl(command, 'resume', 'resume a paused issue, and deliveries that were left behind')
}
