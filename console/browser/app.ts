// The script of every page of the console: parts of pages that load later (htmx), parts that change while they are shown,
// countdowns, and buttons that copy. Pages work without it.
import library from 'htmx.org'
import { copyOnClick } from './parts/copy.ts'
import { showCountdowns } from './parts/countdowns.ts'
import { followLiveParts } from './parts/live-parts.ts'
import { forgetSaved } from './parts/unsaved.ts'

const htmx = library as unknown as typeof library.default // the package declares its types as those of a CommonJS module

followLiveParts((part) => htmx.process(part))
showCountdowns()
copyOnClick()
forgetSaved(location)
