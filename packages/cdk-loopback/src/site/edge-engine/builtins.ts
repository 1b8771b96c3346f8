/**
 * What CloudFront Functions provide besides syntax, as listed in AWS's page "JavaScript runtime 2.0 features for CloudFront
 * Functions". Modules, `Buffer`, `TextEncoder`, `TextDecoder`, `atob` and `btoa` are on that page, but not emulated.
 */

/** `cloudfront-js-1.0` lacks some of it. */
export type EdgeRuntime = 'cloudfront-js-1.0' | 'cloudfront-js-2.0'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const typedArrays = words(`
  Float32Array Float64Array Int8Array Int16Array Int32Array Uint8Array Uint8ClampedArray Uint16Array Uint32Array`)
const errors = words('Error EvalError RangeError ReferenceError SyntaxError TypeError URIError')
const constants = words('NaN Infinity undefined arguments globalThis')
const functions = words(`
  decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt`)

/** The properties of built-in objects, by the object's name. */
export const statics: Readonly<Record<string, readonly string[]>> = {
  Object: words(`
    create defineProperties defineProperty freeze getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames
    getPrototypeOf isExtensible isFrozen isSealed keys preventExtensions seal assign is setPrototypeOf entries values`),
  String: words('fromCharCode fromCodePoint'),
  Number: words(`
    EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY isFinite isInteger
    isNaN isSafeInteger parseInt parseFloat`),
  Boolean: [],
  Math: words(`
    E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1
    floor fround hypot imul log log1p log2 log10 max min pow random round sign sinh sin sqrt tan tanh trunc`),
  Date: words('now parse UTC'),
  RegExp: [],
  JSON: words('parse stringify'),
  Array: words('isArray of'),
  ...Object.fromEntries(typedArrays.map((name) => [name, words('from of BYTES_PER_ELEMENT')])),
  ArrayBuffer: words('isView'),
  DataView: [],
  Promise: words('all allSettled any reject resolve race'),
  Symbol: words('for keyFor'),
  console: words('log'),
  ...Object.fromEntries(errors.map((name) => [name, []])),
}

/** Every name that code may use without declaring it. */
export const globals: ReadonlySet<string> = new Set([...Object.keys(statics), ...constants, ...functions])

/**
 * The methods and accessors of built-in prototypes, by constructor. Symbols and `constructor` stay as they are. AWS's page
 * omits `charCodeAt` and some `toString` and `valueOf`, which are part of ES 5.1 and which AWS's own examples use.
 */
export const prototypes: Readonly<Record<string, readonly string[]>> = {
  Object: words('hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf'),
  Function: words('apply bind call toString length name'),
  String: words(`
    charAt charCodeAt concat indexOf lastIndexOf match replace search slice split substr substring toLowerCase trim
    toUpperCase codePointAt endsWith includes repeat startsWith padStart padEnd trimStart trimEnd replaceAll toString
    valueOf length`),
  Number: words('toExponential toFixed toPrecision toString valueOf'),
  Boolean: words('toString valueOf'),
  Date: words(`
    toString toDateString toTimeString toISOString toUTCString toJSON valueOf getTime getFullYear getUTCFullYear getMonth
    getUTCMonth getDate getUTCDate getDay getUTCDay getHours getUTCHours getMinutes getUTCMinutes getSeconds getUTCSeconds
    getMilliseconds getUTCMilliseconds getTimezoneOffset setTime setMilliseconds setUTCMilliseconds setSeconds
    setUTCSeconds setMinutes setUTCMinutes setHours setUTCHours setDate setUTCDate setMonth setUTCMonth setFullYear
    setUTCFullYear`),
  RegExp: words('exec test toString global ignoreCase multiline source sticky flags'),
  Array: words(`
    concat every filter forEach indexOf join lastIndexOf map pop push reduce reduceRight reverse shift slice some sort
    splice unshift copyWithin fill find findIndex includes toString length`),
  TypedArray: words(`
    copyWithin every fill filter find findIndex forEach includes indexOf join lastIndexOf map reduce reduceRight reverse
    some set slice sort subarray toString length buffer byteLength byteOffset`),
  ArrayBuffer: words('slice byteLength'),
  DataView: words(`
    getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setFloat32 setFloat64 setInt16 setInt32
    setInt8 setUint16 setUint32 setUint8 buffer byteLength byteOffset`),
  Promise: words('catch finally then'),
  Symbol: words('toString valueOf description'),
  Error: words('name message toString'),
}

/** What is new in runtime 2.0. A method's name counts for every type that has it. */
export const newIn2: ReadonlySet<string> = new Set(
  words('replaceAll Promise.all Promise.allSettled Promise.any Promise.race DataView Symbol'),
)
