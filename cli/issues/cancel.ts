import type { Command } from 'commander'
import { defineControl } from './control-issue.ts'

export function define(command: Command): void {
  defineControl(command, 'cancel', 'skip everyone who has not received it yet, for good')
}
