/**
 * Says which of two versions is newer, and what to do. Undefined: they are the same.
 * @param deployed that of the stack, `0.2.0+1a2b3c4d`; undefined if the stack is older than this output
 * @param own that of this command; without a build if nothing has been built
 */
export function compareVersions(deployed: string | undefined, own: string): string | undefined {
  const [ownNumber = '', ownBuild] = own.split('+')
  const advice = 'Deploy this version to update it (`npm run deploy`; locally, restart `npm start`)'
  if (deployed === undefined)
    return `The stack is older than this command: it does not say its version, and this is ${ownNumber}. ${advice}.`
  const [number = '', build] = deployed.split('+')
  const order = compareNumbers(number, ownNumber)
  if (order < 0) return `The stack has version ${number}, which is older than this command's ${ownNumber}. ${advice}.`
  if (order > 0)
    return `The stack has version ${number}, which is newer than this command's ${ownNumber}. Use the version that was deployed: update this checkout.`
  if (build === ownBuild || build === undefined || ownBuild === undefined) return undefined
  return `The stack was deployed from other sources of version ${number} (${build}) than those of this command (${ownBuild}). ${advice}, or use the checkout that was deployed.`
}

/** Compares numbers such as `1.10.0` by their parts. */
function compareNumbers(one: string, other: string): number {
  const [parts, others] = [one, other].map((text) => text.split('.').map(Number)) as [number[], number[]] // two texts
  const first = parts.map((part, index) => part - (others[index] ?? 0)).find((difference) => difference !== 0)
  return first ?? 0
}
