import type { Command } from 'commander'
import { defineControl } from './control-issue.ts'

export function define(command: Command): void {
  defineControl(command, 'retry', 'submit its failed mails again')
}
