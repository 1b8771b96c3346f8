import { checkConsumers } from './consumers.ts'
import { checkLimits } from './limits.ts'
import { checkRecursiveLoops } from './recursive-loops.ts'
import { checkReferences } from './references.ts'
import { checkRunbook } from './runbook.ts'
import { checkSpecification } from './specification.ts'
import type { Template } from './template.ts'

/** Lists every problem of a template. @param runbook the text of docs/runbook.md */
export function checkTemplate(template: Template, runbook: string): readonly string[] {
  return [
    ...checkSpecification(template),
    ...checkReferences(template),
    ...checkLimits(template),
    ...checkConsumers(template),
    ...checkRecursiveLoops(template),
    ...checkRunbook(template, runbook),
  ]
}
