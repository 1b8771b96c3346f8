import { countOf } from '../../../core/text/count-of.ts'
import { quote } from '../describe-environment.ts'

/** Files that a sentence names. */
const mostNamed = 10

/** Says which files are missing from a watched folder. */
export function describeMissing(folder: string, missing: readonly string[]): string {
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : ''
  const what = missing.length === 1 ? 'A file' : countOf(missing.length, 'file')
  const names = missing.slice(0, mostNamed).join(', ')
  return `${what} published from ${folder} ${missing.length === 1 ? 'is' : 'are'} no longer there: ${names}${more}.`
}

/** Says what an operator can do about missing files that were not withdrawn. @param isMost whether most files are missing */
export function describeKept(folder: string, missing: readonly string[], isMost: boolean): string {
  const keys = missing.slice(0, mostNamed).map(quote).join(' ')
  const command = `npx postrider withdraw ${keys}${missing.length > mostNamed ? ' …' : ''}`
  const start = `${describeMissing(folder, missing)} Nothing was withdrawn.`
  return isMost
    ? `${start} If the folder is not just empty or unmounted, withdraw with \`${command}\`.`
    : `${start} Withdraw with \`${command}\`, or start once with --yes.`
}

/** Says that a file has the path of another article. */
export function describeOccupied(key: string, file: string): string {
  return `${file} would replace a different article, ${key}.`
}
