import { validationError } from '../protocol/dynamodb-error.ts'

/** ±0.d₁d₂d₃… × 10^(magnitude + 1): no zeros at either end of `digits`, which are empty for zero alone. */
type Decimal = { readonly negative: boolean; readonly digits: string; readonly magnitude: number }

const largestMagnitude = 125
const smallestMagnitude = -130
const maxDigits = 38

/** Reads a number as DynamoDB takes it: up to 38 significant digits, from 1E-130 to 9.99E+125. */
export function parseDecimal(text: string): Decimal {
  if (text === '') throw validationError('The parameter cannot be converted to a numeric value')
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts ?? []
  const all = whole + fraction
  if (!parts || all === '') throw validationError(`The parameter cannot be converted to a numeric value: ${text}`)
  return toDecimal(sign === '-', all, Number(exponent) + whole.length - 1)
}

/** Removes zeros at both ends. `magnitudeOfFirst` is the magnitude of the first digit, which may be a zero. */
function toDecimal(negative: boolean, all: string, magnitudeOfFirst: number): Decimal {
  const significant = all.replace(/^0+/, '')
  const digits = significant.replace(/0+$/, '')
  if (digits === '') return { negative: false, digits, magnitude: 0 }
  const magnitude = magnitudeOfFirst - (all.length - significant.length)
  if (magnitude > largestMagnitude)
    throw validationError('Number overflow. Attempting to store a number with magnitude larger than supported range')
  if (magnitude < smallestMagnitude)
    throw validationError('Number underflow. Attempting to store a number with magnitude smaller than supported range')
  if (digits.length > maxDigits)
    throw validationError('Attempting to store more than 38 significant digits in a Number')
  return { negative, digits, magnitude }
}

/** Writes a number in its normal form: without exponent, plus sign or superfluous zeros. */
function formatDecimal({ negative, digits, magnitude }: Decimal): string {
  if (digits === '') return '0'
  const sign = negative ? '-' : ''
  if (magnitude < 0) return `${sign}0.${'0'.repeat(-magnitude - 1)}${digits}`
  const whole = digits.slice(0, magnitude + 1).padEnd(magnitude + 1, '0')
  const fraction = digits.slice(magnitude + 1)
  return sign + whole + (fraction && `.${fraction}`)
}

export function normalizeNumber(text: string): string {
  // Most numbers are small integers, which are already normal.
  return /^-?[1-9]\d{0,14}$/.test(text) ? text : formatDecimal(parseDecimal(text))
}

/** Adds two numbers exactly. Both numbers and the sum are in normal form. */
export function addNumbers(left: string, right: string): string {
  const [a, b] = [parseDecimal(left), parseDecimal(right)]
  const scale = Math.min(lastMagnitude(a), lastMagnitude(b))
  const sum = toInteger(a, scale) + toInteger(b, scale)
  const digits = String(sum < 0n ? -sum : sum)
  return formatDecimal(toDecimal(sum < 0n, digits, scale + digits.length - 1))
}

export function negateNumber(number: string): string {
  if (number === '0') return number
  return number.startsWith('-') ? number.slice(1) : `-${number}`
}

export function compareNumbers(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(encodeDecimal(parseDecimal(left)), encodeDecimal(parseDecimal(right)))
}

/** Encodes a number as bytes that sort like numbers: sign, magnitude, digits. Inverts the bytes of a negative number. */
export function encodeDecimal({ negative, digits, magnitude }: Decimal): Buffer {
  if (digits === '') return Buffer.of(1)
  const bytes = Buffer.from(`\0\0${digits}`, 'latin1')
  bytes[0] = 2
  bytes[1] = magnitude - smallestMagnitude
  if (!negative) return bytes
  // The end mark sorts -1.2 above -1.23, which has more digits.
  return Buffer.concat([bytes.map((byte, at) => (at === 0 ? 0 : 255 - byte)), Buffer.of(255)])
}

function lastMagnitude({ digits, magnitude }: Decimal): number {
  return magnitude - digits.length + 1
}

function toInteger(decimal: Decimal, scale: number): bigint {
  const value = BigInt(decimal.digits) * 10n ** BigInt(lastMagnitude(decimal) - scale)
  return decimal.negative ? -value : value
}
