import { globals, prototypes, statics } from './builtins.ts'

type Realm = Readonly<Record<string, unknown>>

/** Properties that V8 itself needs. Code cannot misuse them. */
const kept: ReadonlySet<string> = new Set(['constructor', 'prototype', 'length', 'name', 'stackTraceLimit'])

/** Removes from a realm what CloudFront's engine does not have, so that code which uses it fails as it would there. */
export function restrictBuiltins(realm: Realm): void {
  for (const [name, prototype] of listPrototypes(realm)) removeOthers(prototype, prototypes[name] ?? [])
  for (const [name, properties] of Object.entries(statics)) {
    if (isObject(realm[name])) removeOthers(realm[name], properties)
  }
  removeOthers(realm, [...globals])
}

/** The names of methods that this engine has and CloudFront's has not, on any type. */
export const unsupportedMethods: ReadonlySet<string> = new Set(
  listPrototypes(globalThis as unknown as Realm) // the built-in objects by name
    .flatMap(([, prototype]) => Object.getOwnPropertyNames(prototype))
    .filter((name) => !kept.has(name) && !Object.values(prototypes).flat().includes(name)),
)

function listPrototypes(realm: Realm): [string, object][] {
  return Object.keys(prototypes).flatMap((name): [string, object][] => {
    const type = realm[name === 'TypedArray' ? 'Int8Array' : name]
    if (typeof type !== 'function') return []
    const prototype: object = type.prototype
    return [[name, name === 'TypedArray' ? Object.getPrototypeOf(prototype) : prototype]]
  })
}

function removeOthers(object: object, names: readonly string[]): void {
  for (const name of Object.getOwnPropertyNames(object)) {
    if (!names.includes(name) && !kept.has(name)) Reflect.deleteProperty(object, name) // some cannot be deleted
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
