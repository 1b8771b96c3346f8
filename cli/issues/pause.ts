import type { Command } from 'commander'
import { defineControl } from './control-issue.ts'

export function define(command: Command): void {
  defineControl(command, 'pause', 'submit nothing more until the issue is resumed')
}
