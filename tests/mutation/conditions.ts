import type { SourceFile } from '../support/source-files.ts'
import type { Mutant, Plan } from './plan.ts'

const always = 'attribute_not_exists(neverWritten)'
const never = 'attribute_exists(neverWritten)'
const comparison = /attribute_(?:not_)?exists\(|[\w)] (?:=|<>|<=?|>=?|BETWEEN|IN) [:(]|contains\(|\} AND /
const notACondition = /(?:KeyConditionExpression|UpdateExpression)\W[^,\n]*$|\bsettings =\s*$/

/** Puts mutants of all conditions and filters into the sources of aws/. Key conditions have no mutants. */
export function mutateConditions(files: readonly SourceFile[]): Pick<Plan, 'mutants' | 'sources'> {
  const mutants: Mutant[] = []
  const sources = files.map(({ path: file, text }) => {
    const source = text.replaceAll(
      /'([^'\\\n]*)'|`([^`]*)`/g,
      (literal, quoted?: string, template?: string, index = 0) => {
        const original = quoted ?? template ?? ''
        if (!comparison.test(original) || notACondition.test(text.slice(Math.max(0, index - 80), index))) return literal
        if (/^(?:SET|ADD|REMOVE) |^pk = :pk$/.test(original)) return literal
        const quote = literal.at(0) ?? ''
        const line = text.slice(0, index).split('\n').length
        return mutate(original, true).reduce((code, replacement) => {
          const id = String(mutants.length)
          mutants.push({ id, file, line, original, replacement, kind: 'condition' })
          return `(globalThis.__stryker__.isActive('${id}') ? ${quote}${replacement}${quote} : ${code})`
        }, literal)
      },
    )
    return [file, source] as const
  })
  return { mutants, sources: Object.fromEntries(sources) }
}

/** Makes each required part always true, and each alternative never true. DynamoDB refuses doubled parentheses. */
export function mutate(condition: string, isWhole = false): string[] {
  const group = (text: string) => (isWhole ? text : `(${text})`)
  const alternatives = split(condition, 'OR')
  if (alternatives.length > 1) {
    return [
      group(`${condition} OR ${always}`),
      ...replaceEach(alternatives, ' OR ', (part) => [`(${part} AND ${never})`]).map(group),
      ...replaceEach(alternatives, ' OR ', (part) => (isGroup(part) ? mutate(part) : [])).map(group),
    ]
  }
  const parts = split(condition, 'AND')
  if (parts.length > 1) return replaceEach(parts, ' AND ', (part) => mutate(part)).map(group)
  return isGroup(condition) ? mutate(condition.slice(1, -1), isWhole) : [group(`${condition} OR ${always}`)]
}

function replaceEach(parts: readonly string[], operator: string, replace: (part: string) => string[]): string[] {
  return parts.flatMap((part, index) => replace(part).map((other) => parts.with(index, other).join(operator)))
}

const isGroup = (text: string) => text.startsWith('(') && split(text, 'OR').length === 1 && text.endsWith(')')

/** Splits a condition at an operator outside parentheses, placeholders and `BETWEEN … AND …`. */
function split(condition: string, operator: 'AND' | 'OR'): string[] {
  const parts: string[] = []
  let depth = 0
  let isRange = false
  let from = 0
  for (const { 0: token, index } of condition.matchAll(/[({]|[)}]| BETWEEN | AND | OR /g)) {
    if (token === '(' || token === '{') depth++
    else if (token === ')' || token === '}') depth--
    else if (depth > 0) continue
    else if (token === ' BETWEEN ') isRange = true
    else if (token === ' AND ' && isRange) isRange = false
    else if (token.trim() === operator) {
      parts.push(condition.slice(from, index))
      from = index + token.length
    }
  }
  return [...parts, condition.slice(from)]
}
