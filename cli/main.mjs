#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import path from 'node:path'

// Node keeps the compiled code of all modules that are loaded from here on, and their text without types, which halves
// the time of a later start. It compares each entry with the source, and does without if it cannot write. This file is
// JavaScript, because removing the types of the first file would take a tenth of a second.
enableCompileCache(path.resolve(import.meta.dirname, '../dist/compile-cache'))
const { run } = await import('./postrider.ts')
await run(process.argv.slice(2))
