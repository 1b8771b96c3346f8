import { resourcesOf, type Template } from './template.ts'

/** Lists alarms without a section of the runbook, and alarms whose description does not name theirs. */
export function checkRunbook(template: Template, runbook: string): readonly string[] {
  const sections = new Set(Array.from(runbook.matchAll(/^## (.+)$/gm), ([, title = '']) => title.trim()))
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { AlarmDescription }]) => {
    const [, section] = /docs\/runbook\.md, section (\w+)/.exec(String(AlarmDescription)) ?? []
    if (section === undefined) return [`${id}: its description names no section of docs/runbook.md`]
    return sections.has(section) ? [] : [`${id}: docs/runbook.md has no section ${section}`]
  })
}
